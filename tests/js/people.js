// Ann and Ben in one dialogue, as their browsers know it; and a server that says what it is told to say.
import { Store } from "room/store.js";
/** @import { EventView, MoveView, Now, Seat, Sent, Told, Welcome } from "types/frames" */
/** @import { Command, Kept } from "types/room" */

/** @param {Partial<MoveView> & {name: string}} with_ @returns {MoveView} */
export const move = (with_) => ({
  label: with_.name,
  words: "none",
  prompt: "",
  stems: [],
  says: "",
  time: false,
  days: 1,
  helps: "",
  gives: "",
  quiet: false,
  aloud: false,
  ...with_,
});

/** @param {Partial<Now>} [with_] @returns {Now} */
export const now = (with_ = {}) => ({
  number: 0,
  moment: 5,
  step: "sending",
  phase: "send",
  turn: 1,
  sender: "first",
  part: "sender",
  floor: ["first"],
  paused: [],
  outcome: "",
  title: "Ann, say it",
  why: "",
  moves: [move({ name: "send", words: "required" })],
  can: ["pause", "end", "raise_hand"],
  corrections: 0,
  hold: false,
  due: null,
  slow: 0,
  wait: 0,
  hands: [],
  offers: {},
  ending: false,
  minutes: 0,
  messages: 0,
  messages_left: null,
  left: null,
  afterwards: "",
  medium: "typed",
  turning: [],
  lent: null,
  borrowed: null,
  ...with_,
});

/** @param {number} number @param {Partial<EventView>} [with_] @returns {EventView} */
export const event = (number, with_ = {}) => ({
  number,
  name: "send",
  seat: "second",
  turn: 1,
  step: "sending",
  at: "2026-05-04T18:31:07Z",
  kind: "say",
  tells: "sent",
  words: `Words of ${number}`,
  piece: null,
  time: null,
  day: false,
  to: null,
  aloud: false,
  borrowed: false,
  withdrawn: false,
  joint: false,
  ...with_,
});

/** @param {Partial<Welcome>} [with_] @returns {Welcome} */
export const welcome = (with_ = {}) => ({
  type: "welcome",
  version: 1,
  whose: "",
  seat: "first",
  people: { first: { name: "Ann", pronoun: "" }, second: { name: "Ben", pronoun: "" } },
  exercise: { id: "couples_dialogue", title: "", phases: [] },
  limits: {
    text_length: 40,
    frame_bytes: 32768,
    silence_seconds: 40,
    heartbeat_seconds: 15,
    typing_seconds: 3,
    frames_at_once: 100,
    frames_per_second: 20,
    frames_per_reading: 3,
    unheard_bytes: 1000000,
    page_events: 60,
    catch_up_events: 100,
  },
  number: 0,
  now: now(),
  events: [],
  gap: false,
  draft: null,
  presence: { first: "here", second: "here" },
  ...with_,
});

/** What a tab keeps over a reload, in place of the browser's storage. */
export class Memory {
  /** @type {Kept} */ kept = { draft: null, outbox: [], shelf: [], hidden: [], asides: {} };
  read() {
    return this.kept;
  }
  /** @param {Kept} content */
  write(content) {
    this.kept = JSON.parse(JSON.stringify(content));
  }
}

/**
 * Somebody's tab: what it sent, and whether the line holds.
 * @param {Memory} [memory] @param {string} [whose] @param {number} [unseen] @param {{now: () => number}} [clock]
 */
export function tab(memory = new Memory(), whose = "", unseen = 0, clock = Date) {
  /** @type {Sent[]} */
  const sent = [];
  const line = { holds: true };
  const store = new Store(
    (frame) => {
      if (line.holds) sent.push(JSON.parse(JSON.stringify(frame)));
      return line.holds;
    },
    memory,
    () => {},
    { whose, unseen },
    clock,
  );
  /** @type {<T extends Sent["type"]>(type: T) => Extract<Sent, {type: T}>[]} */
  const all = (type) => /** @type {any} */ (sent.filter((frame) => frame.type === type));
  const commands = () => /** @type {Command[]} */ (all("command"));
  /** @param {Told[]} frames */
  const hears = (...frames) => {
    for (const frame of frames) store.hear(frame);
  };
  return { store, sent, all, commands, hears, line, memory };
}

/** One who sits there has been welcomed. @param {Seat} [seat] @param {Partial<Welcome>} [with_] */
export function seated(seat = "first", with_ = {}) {
  const own = tab();
  own.hears(welcome({ seat, ...with_ }));
  return own;
}
