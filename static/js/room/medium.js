// From writing to speaking and back, at any step, without a question: nothing is lost by it, and both see it.
import { html } from "preact-htm";
import { Icon, nameOf } from "room/parts.js";
import { t } from "room/texts.js";

/** @import { Dialogue } from "types/room" */

/** What the switch would do now: "speak" or "write"; "" where it can do nothing. @param {Dialogue} store */
const turns = (store) => ["speak", "write"].find((act) => store.now.can.includes(act)) ?? "";

/** @param {{store: Dialogue}} props */
export function Medium({ store }) {
  const act = turns(store);
  if (!act) return null;
  return html`<button type="button" class="button link medium" onClick=${() => store.act(act)}>
    <${Icon} name=${TURNS[act]} /><span>${t(store.seat === "therapist" ? `desk_${act}` : act)}</span></button>`;
}

/** @type {Record<string, string>} */
const TURNS = { speak: "message-circle", write: "pencil", lend: "smartphone", take_back: "smartphone" };

/** Who turned to speaking or writing, or to one phone, until somebody goes on. @param {{store: Dialogue}} props */
export function Turned({ store }) {
  const event = store.events.findLast((one) => !one.to);
  if (!event || !(event.name in TURNS)) return null;
  return html`<p class="turned">
    <${Icon} name=${TURNS[event.name]} /><span>${nameOf(store, event.seat)} ${event.tells}</span>
  </p>`;
}
