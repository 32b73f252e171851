import { html } from "preact-htm";
import { t } from "room/texts.js";

const sprite = document.querySelector("meta[name=icons]")?.getAttribute("content") ?? "";

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

/** The name at a seat. @param {any} store @param {string} seat */
export function nameOf(store, seat) {
  return store.welcome.people[seat]?.name ?? t("someone");
}

/** Which seat the eye should find: first, second, both or none. @param {any} store */
export function floorOf(store) {
  const { floor, paused, outcome } = store.now;
  if (outcome || paused.length || !floor.length) return "none";
  return floor.length > 1 ? "both" : floor[0];
}

/**
 * Whether somebody is at that seat: at a phone of their own, or at the one that both share.
 * @param {any} store @param {string} seat
 */
export function presenceOf(store, seat) {
  const here = store.presence[seat] ?? "away";
  return here === "away" && store.now.lent === seat ? "lent" : here;
}

export const seatClass = (/** @type {string} */ seat) => `seat-${seat}`;

/** Whether a partner shares the room with the therapist just now. @param {any} store */
export function therapistHere(store) {
  const here = store.welcome.people.therapist && (store.presence.therapist ?? "away") !== "away";
  return Boolean(here && store.seat !== "therapist");
}
