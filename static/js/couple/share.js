/** The message and the link, to whatever this device sends messages with. */

const box = document.querySelector("[data-copy]");
const button = /** @type {HTMLButtonElement | null | undefined} */ (box?.querySelector("[data-share]"));
const link = box?.querySelector("input");
const message = box?.querySelector("textarea");

if (button && link && message && "share" in navigator) {
  button.hidden = false;
  box?.querySelector("[data-copy-button]")?.classList.add("quiet"); // one solid button
  button.addEventListener("click", () => {
    navigator.share({ text: message.value.trim(), url: link.value }).catch(() => {}); // changed their mind
  });
}
