// From writing to speaking and back, at any step: one asks, the other says yes. Nobody's phone turns unasked.
import { html } from "preact-htm";
import { Icon, nameOf, PARTNERS } from "room/parts.js";
import { t } from "room/texts.js";
import { pressable } from "room/unseen.js";

/** @import { Dialogue } from "types/room" */

/** What the switch would do now: "speak" or "write"; "" where it can do nothing. @param {Dialogue} store */
const turns = (store) => ["speak", "write"].find((act) => store.now.can.includes(act)) ?? "";

/** @param {{store: Dialogue}} props */
export function Medium({ store }) {
  const act = turns(store);
  if (!act || store.now.turning.length) return null;
  return html`<button type="button" class="button link medium" onClick=${() => store.act(act)}>
    <${Icon} name=${TURNS[act]} /><span>${t(store.seat === "therapist" ? `desk_${act}` : act)}</span></button>`;
}

/** @type {Record<string, string>} */
const TURNS = {
  speak: "message-circle",
  write: "pencil",
  stay: "x",
  lend: "smartphone",
  take_back: "smartphone",
};

/** Who asks to turn to speaking or writing, and the answer. @param {{store: Dialogue}} props */
export function Asked({ store }) {
  const { turning, medium, lent } = store.now;
  if (!turning.length || lent || !PARTNERS.some((seat) => seat === store.seat)) return null;
  const act = medium === "typed" ? "speak" : "write";
  const mine = turning.includes(store.seat);
  const asker = turning.find((seat) => seat !== store.seat) ?? store.seat;
  const other = PARTNERS.find((seat) => seat !== store.seat) ?? asker;
  const name = nameOf(store, mine ? other : asker);
  const line = mine ? t("turning_asked", { name }) : t(`turning_${act}`, { name });
  return html`<div class="turning" role="group" aria-labelledby="turning">
    <p id="turning"><${Icon} name=${TURNS[act]} /><span>${line}</span></p>
    <div class="actions">
      ${
        !mine &&
        html`<button type="button" class="button quiet" ...${pressable(store)} onClick=${() => store.act(act)}>
          ${t(`turning_yes_${act}`)}
        </button>`
      }
      <button type="button" class="button link" ...${pressable(store)} onClick=${() => store.act("stay")}>
        ${t(mine ? "cancel" : `turning_no_${act}`)}
      </button>
    </div>
  </div>`;
}

/** Who turned to speaking or writing, or to one phone, until somebody goes on. @param {{store: Dialogue}} props */
export function Turned({ store }) {
  const event = store.events.findLast((one) => !one.to);
  if (!event || !(event.name in TURNS) || store.now.turning.length) return null;
  return html`<p class="turned">
    <${Icon} name=${TURNS[event.name]} /><span>${nameOf(store, event.seat)} ${event.tells}</span>
  </p>`;
}
