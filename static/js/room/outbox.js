// Commands that wait for their answer, of a room as of the board. None is lost and none happens twice: each has an id
// from the beginning, and is sent again under the same one until the server has said yes or no.
/** @import { Timer } from "types/room" */

const A_LITTLE_LATER = 1500; // where the server asks for it

/** @template {{id: string}} C */
export class Outbox {
  #send;
  #keep;
  /** @type {readonly C[]} */ #waiting;
  /** @type {Timer} */ #later;

  /**
   * @param {(command: C) => unknown} send which may fail: then it is sent again, when there is a connection
   * @param {() => void} [keep] is called when what waits has changed, and before it is sent
   * @param {readonly C[]} [before] what waited already when the page was left
   */
  constructor(send, keep = () => {}, before = []) {
    this.#send = send;
    this.#keep = keep;
    this.#waiting = before;
  }

  /** All that wait, the oldest first. */
  get all() {
    return this.#waiting;
  }

  /** The first that waits and of which this is true. @param {(command: C) => boolean} is */
  find(is) {
    return this.#waiting.find(is) ?? null;
  }

  /** Holds a command, and sends it for the first time. @param {C} command */
  put(command) {
    this.#waiting = [...this.#waiting, command];
    this.#keep();
    this.#send(command);
  }

  /** All of them once more, as they are: after the connection was lost, for example. */
  again() {
    for (const command of this.#waiting) this.#send(command);
  }

  /** The server could not decide just now: that is no answer, so everything stays. */
  againLater() {
    this.#later ??= setTimeout(() => {
      this.#later = undefined;
      this.again();
    }, A_LITTLE_LATER);
  }

  /** It was answered, and waits no more; null where none of that id does. @param {string | null} id */
  answered(id) {
    const command = this.find((one) => one.id === id);
    this.drop((one) => one === command);
    return command;
  }

  /** Those are nobody's concern any more. @param {(command: C) => boolean} is */
  drop(is) {
    this.#waiting = this.#waiting.filter((one) => !is(one));
    this.#keep();
  }
}

/** A new id, for one act alone. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
