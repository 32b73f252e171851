/** Offers passkeys where the browser has them, and stays calm when one is not used after all. */

/** @param {string} what */
function show(what) {
  for (const one of document.querySelectorAll(what)) /** @type {HTMLElement} */ (one).hidden = false;
}

if (window.PublicKeyCredential) show("[data-passkey]");
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  show("[data-passkey-problem]");
});
