// Gifts in the room: what the couple's dialogue opens with, and the words of what can be chosen.
import { html } from "preact-htm";
import { Icon } from "room/parts.js";
import { t } from "room/texts.js";

/** @import { Dialogue, Props } from "types/room" */

/** What says a piece again, in its place. */
const AGAIN = new Set(["say_it_shorter", "say_it_kindly"]);
const OPENING = new Set(["request", "answer", "scheduled", "arrive"]);

/** What goes on of earlier dialogues, while nobody speaks yet. @param {Props} props */
export function Gifts({ store, config }) {
  if (!config.gifts?.length || store.now.turn > 1 || !OPENING.has(store.now.step)) return null;
  return html`<div class="gifts-now">
    ${config.gifts.map(
      (gift) => html`<div key=${gift.words} class="gift-now" role="note" aria-label=${t("gift")}>
      <${Icon} name="heart" />
      <p><span class="gift-words" dir="auto">${gift.words}</span><span class="meta">${gift.line}</span></p>
    </div>`,
    )}
  </div>`;
}

/**
 * What was said last at that step of this turn; or the heart of it, where it was then said shorter.
 * @param {Dialogue} store
 * @param {string} step
 */
export function chosenWords(store, step) {
  let words = "";
  let heard = true;
  for (const event of store.events) {
    if (event.turn !== store.now.turn) continue;
    if (event.step === step && event.kind === "say") [words, heard] = [event.words, false];
    else if (event.name === "got_it") heard = true;
    else if (AGAIN.has(event.name) && !heard) words = event.words;
  }
  return words;
}
