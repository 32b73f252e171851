// Below the end of a story: what the visitor gave back, for the visitor alone.
import { html, render } from "preact-htm";
import { Icon } from "room/parts.js";
import { t } from "room/texts.js";

export class Afterwards {
  #place;

  /** @param {HTMLElement | null} place */
  constructor(place) {
    this.#place = place;
  }

  /** @param {{source: string, words: string, given: string[], missing: string[]}[]} heard */
  show(heard) {
    if (!this.#place) return;
    this.#place.hidden = false;
    requestAnimationFrame(() => scrollTo({ top: 0, behavior: "instant" })); // the end first, then this
    const list = this.#place.querySelector("#heard");
    if (list && heard.length) render(html`<${Heard} heard=${heard} />`, list);
  }
}

function Heard({ heard }) {
  return html`<h2>${t("heard_title")}</h2><p class="soft">${t("heard_why")}</p>
    <ol class="heard" role="list">${heard.map(
      ({ source, words, given, missing }) => html`<li>
        <p class="words" dir="auto">${source}</p>
        <p class="words own" dir="auto">${words}</p>
        <p class="keys">
          ${given.map((key) => html`<span class="chip given"><${Icon} name="check" /><span class="visually-hidden">${t("heard_given")}: </span>${key}</span>`)}
          ${missing.map((key) => html`<span class="chip missing"><span class="visually-hidden">${t("heard_missing")}: </span>${key}</span>`)}
        </p>
      </li>`,
    )}</ol>`;
}
