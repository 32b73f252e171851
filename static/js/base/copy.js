/** Copies the link in [data-copy], and the message with it. Without it the link can be selected by hand. */

const box = document.querySelector("[data-copy]");
const field = box?.querySelector("input");
const message = box?.querySelector("textarea");
const button = /** @type {HTMLButtonElement | null | undefined} */ (box?.querySelector("[data-copy-button]"));
const done = /** @type {HTMLElement | null | undefined} */ (box?.querySelector("[data-copy-done]"));

if (field && button && done) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText([message?.value.trim(), field.value].filter(Boolean).join("\n"));
      done.textContent = done.dataset.copied ?? "";
    } catch {
      done.textContent = done.dataset.selected ?? "";
    }
  });
}
