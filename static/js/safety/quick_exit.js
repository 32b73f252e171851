// Leave quickly: Shift three times, or the link. The page is covered before anything else happens.
// Without JavaScript the link works all the same.

const WITHIN = 1500; // milliseconds for three presses
const address = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a[data-leave]"))?.href ?? "/leave";
/** @type {number[]} */
let presses = [];

function leave() {
  const cover = document.createElement("div");
  cover.className = "cover";
  document.documentElement.append(cover);
  dispatchEvent(new Event("leave")); // what sounds, stops
  document.body.remove();
  sessionStorage.clear();
  localStorage.clear();
  // Replaced, not followed: this page is not one step back.
  location.replace(address);
}

document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Shift" || event.repeat) {
      if (event.key !== "Shift") presses = [];
      return;
    }
    const now = Date.now();
    presses = [...presses.filter((time) => now - time < WITHIN), now];
    if (presses.length >= 3) leave();
  },
  true,
);
document.addEventListener(
  "click",
  (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-leave]")) return;
    event.preventDefault();
    event.stopPropagation();
    leave();
  },
  true,
);
