// One room from outside: who is there, whose turn it is, for how long, and what somebody is needed for.
import { html, useState } from "preact-htm";
import { Icon, initialOf, PARTNERS, seatClass, yes } from "room/parts.js";
import { t } from "room/texts.js";

/** @import { BoardCommand, Partner, RoomCard, Seat } from "types/frames" */
/** @import { BoardConfig } from "types/room" */
/** @import { Need, Store } from "board/store.js" */

/** @type {BoardCommand["name"][]} */
const ACTS = ["resume", "pause"];

/** @type {Record<Need, string>} */
const SIGNS = {
  hand: "door-open",
  corrections: "corner-down-right",
  paused: "pause",
  silence: "clock",
  unsafe: "circle-alert",
};
const list = new Intl.ListFormat(document.documentElement.lang, { type: "conjunction" });

/** @param {RoomCard} room */
export function couple(room) {
  const names = list.format(PARTNERS.map((seat) => nameAt(room, seat)));
  return room.told_apart ? `${names} (${room.told_apart})` : names;
}

/** What is needed, in a few words; never who felt hardly safe. @param {RoomCard} room @param {Need} need */
export function told(room, need) {
  /** @type {Partial<Record<Need, Seat[]>>} */
  const seats = { hand: room.hands, paused: room.paused };
  return t(`need_${need}`, { names: named(room, seats[need] ?? []) });
}

/** @param {RoomCard} room @param {Seat[]} seats */
const named = (room, seats) => list.format(seats.map((seat) => nameAt(room, seat)));

/** With who it was behind a press, where others may see the screen. @param {{room: RoomCard, need: Need}} props */
function Wants({ room, need }) {
  const [open, setOpen] = useState(false);
  if (need !== "unsafe") return told(room, need);
  const toggled = (/** @type {Event} */ event) => setOpen(/** @type {HTMLDetailsElement} */ (event.currentTarget).open);
  return html`<details onToggle=${toggled}>
    <summary>${told(room, need)} <${Icon} name="chevron-down" /></summary>
    ${open && html`<p>${t("need_unsafe_who", { names: named(room, room.unsafe) })}</p>`}
  </details>`;
}

const nameAt = (/** @type {RoomCard} */ room, /** @type {Seat} */ seat) =>
  seat === "therapist" ? t("by_you") : room.people[seat] || t("someone");

/** @param {{id: string, store: Store, config: BoardConfig, now: number}} props */
export function Card({ id, store, config, now }) {
  const room = store.rooms.get(id);
  if (!room) return html`<li class="room-card gone" aria-hidden="true"></li>`;
  const stale = store.connection !== "open";
  return html`<li class="room-card" data-room=${id} data-needs=${room.needs.length ? "" : null}>
    <div class="head">
      <h3><a href=${`${config.rooms}${id}`} data-control="enter">${couple(room)}</a></h3>
      <span class="for">
        <${Icon} name="clock" /><span class="visually-hidden">${t("at_this_step")} </span>${lasted(now - room.since)}
      </span>
    </div>
    ${
      room.needs.length > 0 &&
      html`<ul class="wants" role="list">
        ${room.needs.map(
          (need) => html`<li key=${need} data-need=${need}><${Icon} name=${SIGNS[need]} />
            <${Wants} room=${room} need=${need} /></li>`,
        )}
      </ul>`
    }
    <ul class="two" role="list">
      ${PARTNERS.map((seat) => html`<${OfTwo} key=${seat} room=${room} seat=${seat} stale=${stale} />`)}
    </ul>
    <p class="asked"><strong>${room.title}</strong><span>${room.phase} · ${room.exercise}</span></p>
    <div class="do">
      ${ACTS.filter((name) => room.can.includes(name)).map(
        (name) => html`<button key=${name} type="button" class="button quiet" data-control="pause" title=${t(name)}
          aria-label=${`${t(name)}: ${couple(room)}`} data-unseen=${yes(store.unseen(id))}
          aria-disabled=${yes(store.sending(id) || store.unseen(id))}
          onClick=${() => store.act(id, name)}>
          <${Icon} name=${name === "pause" ? "pause" : "play"} /><span class="word">${t(name)}</span>
        </button>`,
      )}
    </div>
    <p class="said" role="status">${store.refusals.get(id) ?? ""}</p>
  </li>`;
}

/** @param {{room: RoomCard, seat: Partner, stale: boolean}} props */
function OfTwo({ room, seat, stale }) {
  const here = stale ? "unknown" : (room.presence[seat] ?? "away");
  const name = nameAt(room, seat);
  const acts = room.floor.includes(seat);
  return html`<li class=${`partner ${seatClass(seat)}`} data-floor=${acts ? "" : null}>
    <span class="seat small" aria-hidden="true">${initialOf(name)}</span>
    <span class="name">${name}${acts && html`<span class="visually-hidden">, ${t("has_floor")}</span>`}</span>
    ${room.sender === seat && html`<span class="part">${t("sender")}</span>`}
    <span class="presence" data-presence=${here}>${t(`presence_${here}`)}</span>
  </li>`;
}

/** How long, roughly: nobody watches seconds. @param {number} milliseconds */
function lasted(milliseconds) {
  const minutes = Math.floor(milliseconds / 60000);
  if (minutes < 1) return t("moments");
  if (minutes < 60) return t("minutes", { number: String(minutes) });
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? t("hours", { number: String(hours) }) : t("days", { number: String(Math.floor(hours / 24)) });
}
