// What a command is made of, and where its words were written.
/** @import { Seat } from "types/frames" */
/** @import { Command } from "types/room" */

// Acts that stand by themselves: no sheet is open for them, and nothing is written.
const PLAIN = new Set(["pause", "resume", "end", "lend", "take_back"]);

/**
 * Where the words of a command were written: "" is the editor; else a sheet, each by its own name.
 * A whisper for one partner is another sheet than one for the other.
 * @param {Pick<Command, "name" | "moment" | "to">} command
 * @param {Seat} seat
 */
export function sheetOf({ name, moment, to }, seat) {
  if (moment >= 0) return seat === "therapist" ? "lead" : "";
  if (PLAIN.has(name)) return "";
  return to ? `${name}:${to}` : name;
}

/**
 * By how many characters, as people and the server count them, `words` are longer than `most`.
 * @param {string} words
 * @param {number} most
 */
export function excess(words, most) {
  const trimmed = words.trim();
  return trimmed.length <= most ? 0 : Math.max(0, Array.from(trimmed).length - most);
}

/** Whether one act is the other once more: a double click. @param {Command} one @param {Command} other */
export function same(one, other) {
  const { name, words, to, seconds, seat } = one;
  return (
    name === other.name && words === other.words && to === other.to && seconds === other.seconds && seat === other.seat
  );
}
