// A private word beside fields that the partner will read ([data-read]), where something in them could land as an
// insult or a threat. Worked out in this browser alone; never a block.
import { signsOf } from "base/signs.js";
import { careful } from "room/hints.js";

const fields = /** @type {NodeListOf<HTMLTextAreaElement>} */ (document.querySelectorAll("[data-read]"));
const texts = /** @type {HTMLElement | null} */ (document.querySelector("meta[name=read-by-partner]"))?.dataset;

if (fields.length && texts) {
  const signs = await signsOf(document.documentElement.lang);
  for (const field of fields) {
    const note = document.createElement("p");
    note.className = "help";
    note.setAttribute("role", "status");
    field.after(note);
    const look = () => {
      const told = careful(field.value, signs)
        .map((name) => texts[name])
        .join(" ");
      if (note.textContent !== told) note.textContent = told;
    };
    field.addEventListener("input", look);
    look();
  }
}
