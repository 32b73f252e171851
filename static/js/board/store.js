// The rooms as this tab knows them, and in which order they lie: by need, and never under somebody's hand.

import { SOMEBODY_ELSE } from "room/closing.js";
import { Outbox, uuid } from "room/outbox.js";
import { Unseen } from "room/unseen.js";

/** @import { BoardCommand, BoardSent, BoardTold, BoardView, Refusal, RoomCard } from "types/frames" */
/** @import { Connected } from "types/room" */

/**
 * A room, and since when it has stood at its step by the clock of this page.
 * @typedef {RoomCard & {since: number}} Room
 */
/** @typedef {RoomCard["needs"][number]} Need */
/** @typedef {"needs" | "going" | "away"} Part */

/** The most pressing first, as the server orders the needs of one room. */
const NEEDS = /** @type {Need[]} */ (["hand", "corrections", "paused", "silence", "unsafe"]);
const GOING = NEEDS.length;
const AWAY = GOING + 1;

export class Store {
  #send;
  #draw;
  #page;
  /** @type {Map<string, number>} */ #ranks = new Map(); // as laid out; a room that waits to be moved keeps its old one
  #held = () => false;
  /** @type {Map<string, Unseen>} */ #unseen = new Map();

  /** @type {Connected} */ connection = "connecting";
  closed = 0;
  number = 0;
  couples = -1; // not known yet
  /** @type {Map<string, Room>} */ rooms = new Map();
  /** @type {string[]} */ order = [];
  /** @type {Outbox<BoardCommand>} */ outbox; // one for each room at most
  /** @type {Map<string, string>} */ refusals = new Map();
  /** @type {{id: string, need: Need}[]} */ fresh = []; // needs that have come up since the last drawing

  /**
   * @param {(frame: BoardSent) => boolean} send
   * @param {() => void} draw
   * @param {{whose: string, unseen: number}} [page] as in the room
   */
  constructor(send, draw, page = { whose: "", unseen: 0 }) {
    this.#send = send;
    this.#draw = draw;
    this.#page = page;
    this.outbox = new Outbox((/** @type {BoardCommand} */ command) => send(command));
  }

  /** @param {() => boolean} held whether somebody's hand or focus is on the cards */
  heldBy(held) {
    this.#held = held;
  }

  /** The rooms of one part of the board, in order; an empty place where one has just gone. @param {Part} name */
  part(name) {
    const within = { needs: [0, GOING - 1], going: [GOING, GOING], away: [AWAY, AWAY] }[name];
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

  /** The command to that room that waits for its answer. @param {string} room */
  sending(room) {
    return this.outbox.find((command) => command.room === room);
  }

  /** Whether what can be done there has just changed: a second press meant what it was before. @param {string} room */
  unseen(room) {
    return this.#unseen.get(room)?.still ?? false;
  }

  /** @param {string} room @param {BoardCommand["name"]} name */
  act(room, name) {
    if (this.sending(room) || this.unseen(room)) return;
    this.refusals.delete(room);
    this.outbox.put({ type: "command", id: uuid(), room, name });
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
    this.#send({ type: "hello", version: 1, whose: this.#page.whose });
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
    this.outbox.drop(() => true);
    this.#draw();
  }

  /** @param {BoardTold} frame */
  hear(frame) {
    if (this.closed) return;
    switch (frame.type) {
      case "board":
        this.#whole(frame);
        break;
      case "rooms":
        this.number = frame.number;
        for (const id of frame.gone) this.#gone(id);
        for (const room of frame.rooms) this.#take(room, true);
        break;
      case "ack":
        this.outbox.answered(frame.id);
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

  /** @param {BoardView} frame */
  #whole(frame) {
    if (frame.whose !== this.#page.whose) return this.end(SOMEBODY_ELSE);
    const first = this.couples < 0;
    this.connection = "open";
    this.number = frame.number;
    this.couples = frame.couples;
    const there = new Set(frame.rooms.map((room) => room.id));
    for (const id of [...this.rooms.keys()]) if (!there.has(id)) this.#gone(id);
    for (const room of frame.rooms) this.#take(room, !first);
    this.outbox.again();
  }

  /** @param {RoomCard} room @param {boolean} tell */
  #take(room, tell) {
    const before = this.rooms.get(room.id);
    if (before && before.can.join() !== room.can.join()) this.#appeared(room.id);
    this.rooms.set(room.id, { ...room, since: performance.now() - room.seconds * 1000 });
    if (tell) {
      for (const need of room.needs) if (!before?.needs.includes(need)) this.fresh.push({ id: room.id, need });
    }
    if (!this.order.includes(room.id)) this.#lay(room.id);
  }

  /** @param {string} id */
  #appeared(id) {
    const unseen = this.#unseen.get(id) ?? new Unseen(this.#page.unseen, this.#draw);
    this.#unseen.set(id, unseen);
    unseen.appeared();
  }

  /** @param {string} id */
  #gone(id) {
    this.rooms.delete(id);
    this.#unseen.delete(id);
    this.outbox.drop((command) => command.room === id);
    this.refusals.delete(id);
    if (this.#held()) return; // its place stays, empty, until the hand is gone
    this.order = this.order.filter((one) => one !== id);
    this.#ranks.delete(id);
  }

  /** @param {string} id */
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

  /** @param {Refusal} frame */
  #refused(frame) {
    if (frame.code === "try_again") {
      if (frame.id) this.outbox.againLater();
      else setTimeout(() => this.opened(), 1500);
      return;
    }
    const command = this.outbox.answered(frame.id);
    if (command) this.refusals.set(command.room, frame.message);
    if (frame.code === "unknown_version") this.closed = 4400;
  }
}

/** @param {Room | undefined} room */
function rank(room) {
  if (!room) return -1;
  if (room.needs.length) return NEEDS.indexOf(room.needs[0]);
  return Object.values(room.presence).some((here) => here !== "away") ? GOING : AWAY;
}
