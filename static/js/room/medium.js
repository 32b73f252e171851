// From writing to speaking and back, at any step, without a question: nothing is lost by it, and both see it.
import { html } from "preact-htm";
import { Icon, nameOf } from "room/parts.js";
import { t } from "room/texts.js";

/** What the switch would do now: "speak" or "write"; "" where it can do nothing. @param {any} store */
const turns = (store) => ["speak", "write"].find((act) => store.now.can.includes(act)) ?? "";

const mediumIcon = (/** @type {string} */ act) => (act === "speak" ? "message-circle" : "pencil");

export function Medium({ store }) {
  const act = turns(store);
  if (!act) return null;
  return html`<button type="button" class="button link medium" onClick=${() => store.act(act)}>
    <${Icon} name=${mediumIcon(act)} /><span>${t(store.seat === "therapist" ? `desk_${act}` : act)}</span></button>`;
}

/** Who turned to speaking or writing, until somebody goes on. */
export function Turned({ store }) {
  const event = store.events.findLast((one) => !one.to);
  if (!["speak", "write"].includes(event?.name)) return null;
  return html`<p class="turned"><${Icon} name=${mediumIcon(event.name)} /><span>${nameOf(store, event.seat)} ${event.tells}</span></p>`;
}
