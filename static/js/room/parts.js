import { initialOf } from "base/initial.js";
import { html } from "preact-htm";
import { t } from "room/texts.js";

/** @import { EventView, Seat } from "types/frames" */
/** @import { Dialogue } from "types/room" */

const sprite = document.querySelector("meta[name=icons]")?.getAttribute("content") ?? "";

/** The seats of the couple. @type {["first", "second"]} */
export const PARTNERS = ["first", "second"];

/** The partner who does not sit there. @param {Seat} seat */
export const otherOf = (seat) => (seat === "first" ? "second" : "first");

/** @param {{name: string}} props */
export function Icon({ name }) {
  return html`<svg class="icon" aria-hidden="true"><use href=${`${sprite}#${name}`}></use></svg>`;
}

/** @param {{floor: string}} props */
export function Mark({ floor }) {
  return html`<svg class="mark" data-floor=${floor} viewBox="0 0 32 32" aria-hidden="true">
    <circle class="first" cx="12.5" cy="16" r="8.5" /><circle class="second" cx="19.5" cy="16" r="8.5" />
  </svg>`;
}

/**
 * A line that helps, beside its sign.
 * @param {{icon: string, role?: string, wrong?: boolean, children?: unknown}} props
 */
export function Hint({ icon, role, wrong = false, children }) {
  return html`<p class=${wrong ? "hint problem" : "hint"} role=${role}>
    <${Icon} name=${icon} /><span>${children}</span>
  </p>`;
}

/**
 * Who did it, and what they said: wherever words of the dialogue stand.
 * @param {{store: Dialogue, event: EventView}} props
 */
export function Said({ store, event }) {
  return html`
    <p class="who"><strong>${nameOf(store, event.seat)}</strong> ${event.tells}</p>
    ${event.words && html`<p class="words" dir="auto">${event.words}</p>`}
  `;
}

/** The name at a seat. @param {Dialogue} store @param {Seat | "" | undefined} seat */
export function nameOf(store, seat) {
  return (seat ? store.welcome.people[seat]?.name : null) ?? t("someone");
}

/** Which seat the eye should find: first, second, both or none. @param {Dialogue} store */
export function floorOf(store) {
  const { floor, paused, outcome } = store.now;
  if (outcome || paused.length || !floor.length) return "none";
  return floor.length > 1 ? "both" : floor[0];
}

/**
 * Whether somebody is at that seat: at a phone of their own, or at the one that both share.
 * @param {Dialogue} store
 * @param {Seat} seat
 */
export function presenceOf(store, seat) {
  const here = store.presence[seat] ?? "away";
  return here === "away" && store.now.lent === seat ? "lent" : here;
}

export const seatClass = (/** @type {string} */ seat) => `seat-${seat}`;

/** Whether a partner shares the room with the therapist just now. @param {Dialogue} store */
export function therapistHere(store) {
  const here = store.welcome.people.therapist && (store.presence.therapist ?? "away") !== "away";
  return Boolean(here && store.seat !== "therapist");
}

/** Hands on what was typed. @param {(words: string) => void} take @returns {(event: Event) => void} */
export const typed = (take) => (event) => take(/** @type {HTMLInputElement} */ (event.target).value);

/** Ctrl and Enter, or Command and Enter, send what is written. @param {(event: Event) => void} send */
export const sentByKey = (send) => (/** @type {KeyboardEvent} */ event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(event);
};

/** What the style sheet and a screen reader take for true. @param {unknown} is */
export const yes = (is) => (is ? "true" : null);

export { initialOf };
