// Notices that a device is in another time zone than its person's pages are shown for, and leads to where that is
// asked.

const notice = /** @type {HTMLElement | null} */ (document.querySelector("[data-zone-notice]"));

/**
 * Whether clocks in both show the same all year round: many zones have several names.
 * @param {string} one @param {string} other
 */
export function same(one, other, now = new Date()) {
  if (one === other) return true;
  const year = now.getFullYear();
  const shown = (/** @type {string} */ timeZone) => {
    const clock = new Intl.DateTimeFormat("en", { timeZone, dateStyle: "short", timeStyle: "short" });
    return [now, new Date(Date.UTC(year, 0, 15)), new Date(Date.UTC(year, 6, 15))].map((at) => clock.format(at)).join();
  };
  try {
    return shown(one) === shown(other);
  } catch {
    return true; // a zone that this browser does not know: nothing is asked that it could not answer
  }
}

const device = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (notice && device) {
  const { zoneNotice: own = "", kept = "" } = notice.dataset;
  const link = notice.querySelector("a");
  if (link && kept !== device && !same(device, own)) {
    link.search = new URLSearchParams({ to: device }).toString();
    notice.hidden = false;
  }
}
