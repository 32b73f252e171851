// The socket: opened, kept alive, lost, opened again. Knows nothing of dialogues.
/** @import { BoardSent, Sent, WaitingSent } from "types/frames" */
/** @import { Ends, Line, Timer } from "types/room" */

const FINAL = new Set([1009, 4400, 4401, 4403, 4404, 4409, 4413, 4422, 4423]);
const PATIENCE = 8000; // for any sign of life after a heartbeat
const LONGEST_PAUSE = 8000;
const SETTLED = 10000; // a connection that lasted so long was a good one
const READING = 60000; // it is said no more often that somebody reads here
// Of a person. Not "scroll": the page scrolls by itself to the newest words.
const SIGNS = ["pointerdown", "pointermove", "wheel", "touchmove", "keydown"];

/**
 * @template Heard
 * @implements {Line<Sent | BoardSent | WaitingSent>}
 */
export class Connection {
  #url;
  #on;
  /** @type {WebSocket | null} */ #socket = null;
  #pause = 0;
  /** @type {Timer} */ #retry;
  /** @type {Timer} */ #beat;
  /** @type {Timer} */ #watch;
  #every = 15000;
  #ended = false;
  #since = 0;
  #touched = false; // since it was last said
  #said = -READING;

  /**
   * @param {string} url
   * @param {Ends<Heard>} on
   */
  constructor(url, on) {
    this.#url = url;
    this.#on = on;
  }

  connect() {
    window.addEventListener("online", this.#now);
    window.addEventListener("offline", this.#check);
    document.addEventListener("visibilitychange", this.#check);
    for (const sign of SIGNS) document.addEventListener(sign, this.#touch, { capture: true, passive: true });
    this.#open();
  }

  disconnect() {
    this.#ended = true;
    window.removeEventListener("online", this.#now);
    window.removeEventListener("offline", this.#check);
    document.removeEventListener("visibilitychange", this.#check);
    for (const sign of SIGNS) document.removeEventListener(sign, this.#touch, { capture: true });
    this.#drop();
  }

  /** @param {number} seconds */
  beatEvery(seconds) {
    this.#every = seconds * 1000;
    clearInterval(this.#beat);
    this.#beat = setInterval(this.#check, this.#every);
  }

  /** Send a frame; false when there is no connection. @param {Sent | BoardSent | WaitingSent} frame */
  send(frame) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    if (frame.type === "command") this.#expect(); // it is answered; a dead line is noticed by its silence
    return true;
  }

  #open = () => {
    if (this.#ended) return;
    const socket = new WebSocket(this.#url, "imago.v1");
    this.#socket = socket;
    socket.onopen = () => {
      this.#since = Date.now();
      this.#on.open();
    };
    socket.onmessage = (message) => {
      clearTimeout(this.#watch);
      this.#watch = undefined;
      this.#on.frame(JSON.parse(message.data));
    };
    socket.onclose = (close) => {
      if (this.#socket === socket) this.#lost(close.code);
    };
    this.#expect();
  };

  #lost(/** @type {number} */ code) {
    this.#drop();
    if (this.#ended) return;
    if (FINAL.has(code)) {
      this.#ended = true;
      this.#on.closed(code);
      return;
    }
    this.#on.lost();
    if (this.#since && Date.now() - this.#since > SETTLED) this.#pause = 0;
    this.#since = 0;
    const pause = code === 4429 ? 10000 : this.#pause * (0.75 + Math.random() / 2);
    this.#retry = setTimeout(this.#open, pause);
    this.#pause = Math.min(Math.max(500, this.#pause * 2), LONGEST_PAUSE);
  }

  #drop() {
    clearTimeout(this.#retry);
    clearTimeout(this.#watch);
    clearInterval(this.#beat);
    this.#watch = undefined;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  // A half-open connection looks alive: ask, and give it up when nothing comes back.
  #check = () => {
    if (!this.#socket) return;
    const reading = this.#touched && performance.now() - this.#said >= READING;
    if (this.send({ type: "heartbeat", number: this.#on.number(), ...(reading && { reading }) }) && reading) {
      this.#said = performance.now();
      this.#touched = false;
    }
    this.#expect();
  };

  // Whoever reads without acting is at work: the login must not rest meanwhile.
  #touch = () => {
    this.#touched = true;
  };

  #expect() {
    this.#watch ||= setTimeout(() => this.#lost(0), PATIENCE);
  }

  #now = () => {
    if (this.#socket) return this.#check();
    clearTimeout(this.#retry);
    this.#pause = 0;
    this.#open();
  };
}
