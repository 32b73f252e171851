/** Copies the link in [data-copy]. Without it the link can still be selected by hand. */

const box = document.querySelector("[data-copy]");
const field = box?.querySelector("input");
const button = /** @type {HTMLButtonElement | null | undefined} */ (box?.querySelector("[data-copy-button]"));
const done = /** @type {HTMLElement | null | undefined} */ (box?.querySelector("[data-copy-done]"));

if (field && button && done) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      done.textContent = done.dataset.copied ?? "";
    } catch {
      done.textContent = done.dataset.selected ?? "";
    }
  });
}
