// Below the end of a story: what the visitor gave back, for the visitor alone.
import { html, render } from "preact-htm";
import { Icon } from "room/parts.js";
import { t } from "room/texts.js";
/** @import { Heard } from "types/practice" */

export class Afterwards {
  #place;

  /** @param {HTMLElement | null} place */
  constructor(place) {
    this.#place = place;
  }

  /** @param {Heard[]} heard */
  show(heard) {
    if (!this.#place) return;
    this.#place.hidden = false;
    requestAnimationFrame(() => scrollTo({ top: 0, behavior: "instant" })); // the end first, then this
    const list = this.#place.querySelector("#heard");
    if (list && heard.length) render(html`<${Said} heard=${heard} />`, list);
  }
}

/** @param {{heard: Heard[]}} props */
function Said({ heard }) {
  return html`<h2>${t("heard_title")}</h2><p class="soft">${t("heard_why")}</p>
    <ol class="heard" role="list">
      ${heard.map(
        ({ source, words, given, missing }) => html`<li>
          <p class="words" dir="auto">${source}</p>
          <p class="words own" dir="auto">${words}</p>
          <p class="keys">
            ${given.map((key) => html`<${Key} look="given" icon=${html`<${Icon} name="check" />`} name=${key} />`)}
            ${missing.map((key) => html`<${Key} look="missing" name=${key} />`)}
          </p>
        </li>`,
      )}
    </ol>`;
}

/** @param {{look: "given" | "missing", icon?: unknown, name: string}} props */
function Key({ look, icon, name }) {
  const hidden = html`<span class="visually-hidden">${t(`heard_${look}`)}: </span>`;
  return html`<span class=${`chip ${look}`}>${icon}${hidden}${name}</span>`;
}
