// The keyboard never falls off the page: where what had the focus is gone, something near takes it.

/** @type {Element | null} */
let held = null;
document.addEventListener("focusin", (event) => {
  held = /** @type {Element} */ (event.target);
});

/** Whether nothing has the focus. */
export function unfocused() {
  return !document.activeElement || document.activeElement === document.body;
}

/** Catch the focus of an element that has just been taken away; never that of a person who let go of it. */
export function catchFocus() {
  if (!held || held.isConnected || !unfocused()) return;
  const near =
    document.getElementById("words") ?? document.querySelector(".composer button") ?? document.getElementById("now");
  /** @type {HTMLElement | null} */ (near)?.focus({ preventScroll: true });
}
