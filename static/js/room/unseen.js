// A press never lands on what its person has not seen: what has just appeared takes none for a moment.

/** @import { Dialogue, Timer } from "types/room" */

export class Unseen {
  #milliseconds;
  #seen;
  /** @type {Timer} */ #timer; // runs while it has only just appeared; no clock, which may be set back

  /** @param {number} milliseconds how long; 0 for never @param {() => void} seen is called when that is over */
  constructor(milliseconds, seen) {
    this.#milliseconds = milliseconds;
    this.#seen = seen;
  }

  appeared() {
    if (!this.#milliseconds) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#seen();
    }, this.#milliseconds);
  }

  get still() {
    return this.#timer !== undefined;
  }
}

/**
 * On a button that acts: it waits, too, while it has only just appeared. That is not shown, since nothing is wrong.
 * Never "disabled": a button that is pressed keeps the focus until the answer is here.
 * @param {Dialogue} store @param {unknown} [waits]
 */
export const pressable = (store, waits) =>
  store.sending || waits || !store.unseen
    ? { "aria-disabled": store.sending || waits ? "true" : null }
    : { "aria-disabled": "true", "data-unseen": "" };
