/** Signing up, the device's time zone is taken along; and it is said. The server takes only one that it knows. */

const field = /** @type {HTMLInputElement | null} */ (document.querySelector("input[data-zone]"));
const said = /** @type {HTMLElement | null} */ (document.querySelector("[data-zone-said]"));
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (field && zone) {
  field.value = zone;
  const place = said?.querySelector("bdi");
  if (said && place) {
    place.textContent = zone.replaceAll("_", " ");
    said.hidden = false;
  }
}
