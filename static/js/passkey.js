/** Offers passkeys where the browser has them, and stays calm when one is not used after all. */

if (window.PublicKeyCredential) {
  for (const offered of document.querySelectorAll("[data-passkey]")) offered.hidden = false;
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.querySelector("[data-passkey-problem]").hidden = false;
});
