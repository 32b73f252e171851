// One dialogue as this tab knows it: what the server said, and what has not reached the server yet.

import { SOMEBODY_ELSE } from "room/closing.js";
import { same, sheetOf } from "room/commands.js";
import { uuid } from "room/outbox.js";
import { Unseen } from "room/unseen.js";
import { there, Words } from "room/words.js";

/** @import { EventView, Now, Refusal, Seat, Told, Welcome } from "types/frames" */
/** @import { Command, Connected, Dialogue, Keeper, More, Send } from "types/room" */

// Acts that are open at every step, and lie where another could just be pressed. To pause is always possible at once.
const TAKES_THE_PLACE = new Set(["resume", "leave_for_today"]);

export class Store extends Words {
  #send;
  #whose;
  #unseen;
  #clock;

  /** @type {Connected} */ connection = "connecting";
  /** @type {EventView[]} */ events = [];
  earlier = false; // whether there are events before the first one here
  /** @type {Welcome["presence"]} */ presence = {};
  #readyAt = 0;
  /** @type {number | null} */ #overAt = null; // the reminder
  #since = { place: "", at: 0 };

  /**
   * @param {Send} send
   * @param {Keeper} keep
   * @param {() => void} draw
   * @param {{whose: string, unseen: number}} [page] `whose`: for whom all of this is, and never anybody else's;
   *   `unseen`: milliseconds for which a step that has just appeared takes no press
   * @param {{now: () => number}} [clock] the server's, by which events have their time
   */
  constructor(send, keep, draw, { whose, unseen } = { whose: "", unseen: 0 }, clock = Date) {
    super(send, keep, draw);
    this.#send = send;
    this.#clock = clock;
    this.#whose = whose;
    this.#unseen = new Unseen(unseen, draw);
  }

  get number() {
    return this.events.at(-1)?.number ?? 0;
  }

  get mine() {
    const { floor, paused } = there(this.now);
    return floor.includes(this.seat) && !paused.length;
  }

  /** The command about a move that waits for its answer, if any. */
  get sending() {
    return this.outbox.find((command) => command.moment >= 0);
  }

  /** Seconds until a move is taken, where the therapist asked to go slowly. */
  get wait() {
    return Math.max(0, Math.ceil((this.#readyAt - Date.now()) / 1000));
  }

  /** Seconds until the reminder that both agreed on, below 0 when it is over; null where there is none. */
  get left() {
    return this.#overAt === null ? null : Math.ceil((this.#overAt - Date.now()) / 1000);
  }

  /** Seconds since the turn came to whoever has it, as far as this tab knows. */
  get lasts() {
    return Math.max(0, Math.floor((this.#clock.now() - this.#since.at) / 1000));
  }

  /** The command of that sheet that waits for its answer, if any. @param {string} sheet */
  pending(sheet) {
    return this.outbox.find((command) => sheetOf(command, this.seat) === sheet);
  }

  /**
   * The newest event of that name that is for this seat, or by `seat`.
   * @param {string} name
   * @param {Seat | ""} [seat]
   */
  newest(name, seat = "") {
    const wanted = seat || this.seat;
    return this.events.findLast((event) => event.name === name && (seat ? event.seat : event.to) === wanted);
  }

  /** Whether what can be pressed has just appeared: nobody meant that yet. */
  get unseen() {
    return this.#unseen.still;
  }

  /** Something else to press lies now where something was pressed. */
  appeared() {
    this.#unseen.appeared();
    this.draw();
  }

  // --- what the person does ---------------------------------------------------------------

  /** @param {string} name @param {More} [more] */
  act(name, { words = "", time = null, ...more } = {}) {
    const now = there(this.now);
    const move = (more.seat ? now.borrowed : now)?.moves.find((one) => one.name === name);
    if (move && this.sending) return; // a double click
    if (this.unseen && (move || TAKES_THE_PLACE.has(name))) return; // its second press, at the next step
    /** @type {Command} */
    const command = { type: "command", id: uuid(), name, words, moment: move ? now.moment : -1, time, ...more };
    if (!move && this.outbox.find((one) => same(one, command))) return;
    this.sends(words);
    this.outbox.put(command);
    this.draw();
  }

  askEarlier() {
    this.#send({ type: "earlier", before: this.events[0].number });
  }

  // --- what the server says ----------------------------------------------------------------

  opened() {
    this.#send({ type: "hello", version: 1, number: this.number, whose: this.#whose });
  }

  lost() {
    this.connection = "lost";
    this.draw();
  }

  /**
   * What was said is shown no more; what was not sent waits for its author, unless this tab is another person's now.
   * @param {number} code
   */
  end(code) {
    this.closed = code;
    this.welcome = this.now = null;
    this.events = [];
    this.presence = {};
    if (code === SOMEBODY_ELSE) this.letGoOfAll();
    this.draw();
  }

  /** @param {Told} frame */
  hear(frame) {
    if (this.closed) return;
    switch (frame.type) {
      case "welcome":
        this.#welcomed(frame);
        break;
      case "events":
        this.#join(frame.events);
        this.#moved(frame.now);
        break;
      case "page":
        this.events = [...frame.events, ...this.events];
        this.earlier = frame.more;
        break;
      case "ack":
        this.answered(frame.id);
        break;
      case "refusal":
        this.#refused(frame);
        break;
      case "presence":
        this.presence = frame.presence;
        break;
      case "drafted":
        this.drafted(frame.revision);
        break;
      case "draft":
        this.elsewhere(frame.draft);
        break;
      case "heartbeat":
        if (frame.number > this.number) this.#send({ type: "resync", after: this.number });
        return;
    }
    this.draw();
  }

  /** @param {Welcome} frame */
  #welcomed(frame) {
    if (frame.whose !== this.#whose) return this.end(SOMEBODY_ELSE);
    const again = this.welcome !== null;
    this.welcome = frame;
    this.presence = frame.presence;
    this.connection = "open";
    if (frame.gap || !this.events.length) {
      this.events = frame.events;
      this.earlier = (frame.events[0]?.number ?? 1) > 1;
    } else {
      this.#join(frame.events);
    }
    this.meets(frame.draft, again);
    this.#stand(frame.now);
    this.outbox.again();
  }

  /** @param {Now} now */
  #moved(now) {
    if (this.now && now.number < this.now.number) return;
    if (this.now && now.moment !== this.now.moment) this.refusal = null;
    this.#stand(now);
  }

  /** @param {Now} now */
  #stand(now) {
    this.now = now;
    this.#readyAt = Date.now() + now.wait * 1000;
    this.#overAt = typeof now.left === "number" ? Date.now() + now.left * 1000 : null;
    const place = `${now.moment}:${now.paused.length > 0}`;
    if (place === this.#since.place) return;
    if (this.#since.place) this.#unseen.appeared();
    // After a reload the log tells since when; what comes while one looks begins now.
    const last = this.#since.place ? "" : this.events.findLast((event) => !event.to && event.seat !== "therapist")?.at;
    this.#since = { place, at: last ? Date.parse(last) : this.#clock.now() };
  }

  /** @param {EventView[]} events */
  #join(events) {
    for (const event of events) {
      if (event.number <= this.number) continue;
      if (event.number > this.number + 1) {
        this.#send({ type: "resync", after: this.number });
        return;
      }
      this.events = [...this.events, event];
      this.spoken(event);
    }
  }

  /** @param {Refusal} frame */
  #refused(frame) {
    if (frame.now) this.#moved(frame.now);
    if (frame.code === "try_again") return this.outbox.againLater();
    if (frame.code === "unknown_version") this.closed = 4400;
    this.comesBack(frame);
  }
}

/**
 * Whether the server has said how things are: then it can be drawn.
 * @param {Store} store
 * @returns {store is Store & Dialogue}
 */
export function welcomed(store) {
  return store.welcome !== null && store.now !== null;
}
