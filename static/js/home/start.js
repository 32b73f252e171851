/** Puts what the chosen kind of dialogue asks, and the words that open it, beside the topic. Without it each kind
 * shows its own. */

const form = document.querySelector("form[data-start]");
const prompt = /** @type {HTMLElement | null | undefined} */ (form?.querySelector("[data-prompt]"));

if (form && prompt) {
  for (const own of form.querySelectorAll("[data-opens]")) /** @type {HTMLElement} */ (own).hidden = true;

  const follow = () => {
    const own = form.querySelector("label:has(:checked) [data-opens]");
    prompt.replaceChildren(...(own?.cloneNode(true).childNodes ?? []));
    prompt.hidden = !own;
  };
  form.addEventListener("change", follow);
  addEventListener("pageshow", follow); // a browser may have put back what was chosen before
}
