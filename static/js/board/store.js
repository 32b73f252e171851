// The rooms as this tab knows them, and in which order they lie: by need, and never under somebody's hand.

import { uuid } from "room/commands.js";

/** The most pressing first, as the server orders the needs of one room. */
export const NEEDS = ["hand", "corrections", "paused", "silence", "unsafe"];
const GOING = NEEDS.length;
const AWAY = GOING + 1;

export class Store {
  #send;
  #draw;
  /** @type {Map<string, number>} */ #ranks = new Map(); // as laid out; a room that waits to be moved keeps its old one
  #held = () => false;

  /** @type {"connecting" | "open" | "lost"} */ connection = "connecting";
  closed = 0;
  number = 0;
  couples = -1; // not known yet
  /** @type {Map<string, any>} */ rooms = new Map();
  /** @type {string[]} */ order = [];
  /** @type {Map<string, any>} */ outbox = new Map(); // by room: the command that waits for its answer
  /** @type {Map<string, string>} */ refusals = new Map();
  /** @type {{id: string, need: string}[]} */ fresh = []; // needs that have come up since the last drawing

  /** @param {(frame: object) => boolean} send @param {() => void} draw */
  constructor(send, draw) {
    this.#send = send;
    this.#draw = draw;
  }

  /** @param {() => boolean} held whether somebody's hand or focus is on the cards */
  heldBy(held) {
    this.#held = held;
  }

  /** The rooms of one part of the board, in order; an empty place where one has just gone. */
  part(name) {
    const within = { needs: [0, GOING - 1], going: [GOING, GOING], away: [AWAY, AWAY] }[name] ?? [0, AWAY];
    return this.order.filter((id) => {
      const rank = this.#ranks.get(id) ?? AWAY;
      return rank >= within[0] && rank <= within[1];
    });
  }

  /** How many rooms need somebody now, wherever they lie. */
  get needing() {
    return [...this.rooms.values()].filter((room) => room.needs.length).length;
  }

  /** Whether the order is not what it should be, since nothing moves under somebody's hand. */
  get unsorted() {
    return this.order.some((id) => rank(this.rooms.get(id)) !== this.#ranks.get(id));
  }

  // --- what the person does ---------------------------------------------------------------

  /** @param {string} room @param {"pause" | "resume"} name */
  act(room, name) {
    if (this.outbox.has(room)) return;
    const command = { type: "command", id: uuid(), room, name };
    this.refusals.delete(room);
    this.outbox.set(room, command);
    this.#send(command);
    this.#draw();
  }

  /** Lay every room where it belongs. Within one need nothing changes places. */
  sort() {
    const moved = this.order.filter((id) => rank(this.rooms.get(id)) !== this.#ranks.get(id));
    if (!moved.length) return;
    this.order = this.order.filter((id) => !moved.includes(id));
    for (const id of moved) this.#lay(id);
    this.#draw();
  }

  // --- what the server says ----------------------------------------------------------------

  opened() {
    this.#send({ type: "hello", version: 1 });
  }

  lost() {
    this.connection = "lost";
    this.#draw();
  }

  /** @param {number} code */
  end(code) {
    this.closed = code;
    this.rooms.clear(); // what may no longer be seen is not left on the screen
    this.order = [];
    this.#draw();
  }

  /** @param {any} frame */
  hear(frame) {
    switch (frame.type) {
      case "board":
        this.#whole(frame);
        break;
      case "rooms":
        this.number = frame.number;
        for (const id of frame.gone) this.#gone(id);
        frame.rooms.forEach((/** @type {any} */ room) => this.#take(room, true));
        break;
      case "ack":
        this.#answered(frame.id);
        break;
      case "refusal":
        this.#refused(frame);
        break;
      case "heartbeat":
        if (frame.number > this.number) this.opened();
        return;
    }
    if (!this.#held()) this.sort();
    this.#draw();
  }

  #whole(frame) {
    const first = this.couples < 0;
    this.connection = "open";
    this.number = frame.number;
    this.couples = frame.couples;
    const there = new Set(frame.rooms.map((room) => room.id));
    for (const id of [...this.rooms.keys()]) if (!there.has(id)) this.#gone(id);
    for (const room of frame.rooms) this.#take(room, !first);
    for (const command of this.outbox.values()) this.#send(command); // the same again: it happens once
  }

  #take(room, tell) {
    const before = this.rooms.get(room.id);
    this.rooms.set(room.id, { ...room, since: performance.now() - room.seconds * 1000 });
    if (tell) {
      for (const need of room.needs) if (!before?.needs.includes(need)) this.fresh.push({ id: room.id, need });
    }
    if (!this.order.includes(room.id)) this.#lay(room.id);
  }

  #gone(id) {
    this.rooms.delete(id);
    this.outbox.delete(id);
    this.refusals.delete(id);
    if (this.#held()) return; // its place stays, empty, until the hand is gone
    this.order = this.order.filter((one) => one !== id);
    this.#ranks.delete(id);
  }

  #lay(id) {
    const room = this.rooms.get(id);
    if (!room) {
      this.#ranks.delete(id);
      return;
    }
    const own = rank(room);
    const after = this.order.findLastIndex((one) => (this.#ranks.get(one) ?? AWAY) <= own);
    this.order.splice(after + 1, 0, id);
    this.#ranks.set(id, own);
  }

  #answered(id) {
    for (const [room, command] of this.outbox) if (command.id === id) this.outbox.delete(room);
  }

  #refused(frame) {
    if (frame.code === "try_again") {
      setTimeout(() => (frame.id ? this.outbox.forEach((command) => this.#send(command)) : this.opened()), 1500);
      return;
    }
    for (const [room, command] of this.outbox) {
      if (command.id !== frame.id) continue;
      this.outbox.delete(room);
      this.refusals.set(room, frame.message);
    }
    if (frame.code === "unknown_version") this.closed = 4400;
  }
}

function rank(room) {
  if (!room) return -1;
  if (room.needs.length) return NEEDS.indexOf(room.needs[0]);
  return Object.values(room.presence).some((here) => here !== "away") ? GOING : AWAY;
}
