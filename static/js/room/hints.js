// Private hints for the sender, worked out here and nowhere else: nothing of them leaves the browser.
// Never a block, never a score; at most two at a time. `signs` are those of a language (language.js), or null
// where it has none: then nobody is told anything.
/** @import { MoveView } from "types/frames" */
/** @import { Helps, Signs } from "types/room" */

/** @type {["positive", "specific", "measurable", "limited"]} */
const WISHED = ["positive", "specific", "measurable", "limited"];

/** The moves that say something about oneself to the other. */
const TELLING = new Set(["send", "correct", "say_it_shorter", "partly", "not_quite"]);

/**
 * What may help with the words of a move, whichever it is. The other will read them all: so an insult or a threat
 * comes first with each.
 * @param {Pick<MoveView, "name" | "helps">} move
 * @param {string} text
 * @param {Signs | null} signs
 * @returns {string[]}
 */
export function hinted(move, text, signs) {
  if (move.helps) return help(text, /** @type {Helps} */ (move.helps), signs);
  return TELLING.has(move.name) ? hints(text, signs) : careful(text, signs);
}

/**
 * Which of positive, specific, measurable and limited in time `text` seems to be, in this order.
 * @param {string} text
 * @param {Signs | null} signs
 * @returns {[string, boolean][]}
 */
export function asked(text, signs) {
  if (!signs) return WISHED.map((name) => [name, false]);
  const begun = sentences(text, signs) > 0;
  return WISHED.map((name) => [
    name,
    name === "positive" ? begun && !signs.request.stop.test(text) : signs.request[name].test(text),
  ]);
}

/**
 * What may help with this text: the names of hints, at most two.
 * @param {string} text
 * @param {Helps} kind
 * @param {Signs | null} signs
 * @returns {string[]}
 */
export function help(text, kind, signs) {
  if (!signs) return [];
  const harsh = careful(text, signs);
  const found = blamed(text, signs);
  if (kind === "behavior" && signs.trait.test(text)) found.unshift("trait");
  if (kind === "desire" && signs.request.stop.test(text)) found.unshift("positive");
  if (kind === "request") {
    // Not while the first words are being found: what is missing may still come.
    const missing = text.trim().split(/\s+/).length < 5 ? [] : asked(text, signs);
    const lacks = missing.filter(([, there]) => !there).map(([name]) => name);
    return [...harsh, ...lacks].slice(0, 2);
  }
  return [...harsh, ...found].slice(0, 2);
}

/**
 * The names of the hints that fit `text`: insult, threat, always, never, make, should, long.
 * @param {string} text
 * @param {Signs | null} signs
 * @returns {string[]}
 */
export function hints(text, signs) {
  return signs ? [...careful(text, signs), ...blamed(text, signs)].slice(0, 2) : [];
}

/**
 * What would hurt or frighten whoever reads it: insult, threat. For every text that the other will read.
 * @param {string} text
 * @param {Signs | null} signs
 * @returns {string[]}
 */
export function careful(text, signs) {
  if (!signs) return [];
  return Object.keys(signs.harsh).filter((name) => signs.harsh[name].test(text));
}

/** @param {string} text @param {Signs} signs */
function blamed(text, signs) {
  const found = Object.keys(signs.blame).filter((name) => signs.blame[name].test(text));
  if (sentences(text, signs) > 2) found.push("long");
  return found;
}

/** @param {string} text @param {Signs} signs */
function sentences(text, signs) {
  return text.split(signs.end).filter((part) => /\p{L}/u.test(part)).length;
}
