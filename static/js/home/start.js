/** Puts the opening words of the chosen kind of dialogue beside the topic. Without it each kind shows its own. */

const form = document.querySelector("form[data-start]");
const prompt = /** @type {HTMLElement | null | undefined} */ (form?.querySelector("[data-prompt]"));

if (form && prompt) {
  for (const own of form.querySelectorAll("[data-opens]")) /** @type {HTMLElement} */ (own).hidden = true;

  const follow = () => {
    const own = form.querySelector("label:has(:checked) [data-opens]");
    prompt.textContent = own?.textContent ?? "";
    prompt.hidden = !own;
  };
  form.addEventListener("change", follow);
  addEventListener("pageshow", follow); // a browser may have put back what was chosen before
}
