// What the visitor is told in private: what was in a mirror, what was not yet, and one thing that helps.
import { signsOf } from "base/signs.js";
import { against, compared, halves, help, isEnough, parrots, turned } from "practice_room/listening.js";
import { t } from "room/texts.js";
/** @import { EventView, Seat } from "types/frames" */
/** @import { Heard, Notice, Place } from "types/practice" */
/** @import { Signs } from "types/room" */

/** No seat of the dialogue: the practice room has one more. */
export const GUIDE = /** @type {Seat} */ (/** @type {string} */ ("guide"));

const GIVES_BACK = new Set(["mirror", "summarize"]);
const WRITES_MORE = new Set(["validate", "empathize"]);

export class Guide {
  #seat;
  /** @type {Signs | null} */ #signs = null;
  #manner = "";
  #rest = "";
  #source = ""; // what the partner said last
  /** @type {Heard[]} */ heard = [];
  #partnerHeard = false;

  /** @param {Seat} seat @param {string} language */
  constructor(seat, language) {
    this.#seat = seat;
    signsOf(language).then((found) => (this.#signs = found));
  }

  /**
   * What the partner sent, to be given back; `again`: they only asked for the same once more.
   * @param {string} words @param {boolean} again
   */
  said(words, again) {
    if (!again) this.#source = words;
  }

  /** What the visitor said, as a partner gives it back: “I” is “you” then. @param {string} words */
  turned(words) {
    return turned(words, this.#signs);
  }

  /** A half of what the visitor said, and the rest, for a partner who gives back no more. @param {string} words */
  halves(words) {
    return halves(words, this.#signs);
  }

  /** How the partner mirrored, and what was left out. @param {string} manner @param {string} rest */
  mirrored(manner, rest) {
    this.#manner = manner;
    this.#rest = rest;
  }

  /**
   * Whether the partner will have felt heard: most of it is in the words, and what matters most. What denies it, or
   * answers it, never is: then it has `hurt`.
   * @param {Place} place @param {string} name @param {string} words
   */
  listen({ listen, wants }, name, words) {
    if (name !== "mirror") return { heard: this.#partnerHeard, hurt: false };
    const hurt = against(words, this.#signs, this.#source) !== "";
    const { given } = compared(listen, words, this.#signs, this.#source);
    const matters = !wants.length || compared([wants], words, this.#signs, this.#source).given.length > 0;
    this.#partnerHeard = !this.#signs || (!hurt && matters && isEnough(given, listen));
    return { heard: this.#partnerHeard, hurt };
  }

  /**
   * The notice after an act of the visitor's, if there is something to say.
   * @param {Place} place
   * @param {EventView} event
   * @param {string} words
   */
  after({ listen }, { name, step }, words) {
    if (this.#seat === "therapist") return this.#led(`act_${name}`);
    if (step === "mirror_check") return this.#answered(name);
    if (!GIVES_BACK.has(name) && !WRITES_MORE.has(name)) return null;
    const feelings = name === "empathize";
    const no = name === "mirror" ? against(words, this.#signs, this.#source) : "";
    const keys = no ? [] : listen;
    const { given, missing } = compared(keys, words, this.#signs, name === "mirror" ? this.#source : undefined);
    if (name === "mirror") {
      this.heard.push({ source: this.#source, words, given, missing: no ? listen.map(([first]) => first) : missing });
    }
    const source = name === "summarize" || name === "validate" ? "" : this.#source;
    const hint = no || help(words, this.#signs, { source, feelings });
    const lines = [
      ...(feelings ? guessed(given, missing) : gaveBack(given, missing, Boolean(this.#signs))),
      name === "mirror" && given.length > 0 && t(parrots(words, source) ? "word_for_word" : "own_words"),
      hint && t(`help_${hint}`),
    ];
    return lines.some(Boolean) ? this.notice(lines.filter(Boolean).join(" ")) : null;
  }

  /** @param {string} words @returns {Notice} */
  notice(words) {
    return {
      name: "notice",
      seat: GUIDE,
      to: this.#seat,
      kind: "whisper",
      tells: t("guide_tells"),
      words,
      at: new Date().toISOString(),
      piece: null,
      time: null,
      day: false,
      aloud: false,
      borrowed: false,
      withdrawn: false,
      joint: false,
    };
  }

  /** The couple goes on: where a mirror was none, and the therapist did nothing about it. @param {EventView} event */
  passed({ step }) {
    if (this.#seat !== "therapist" || step !== "mirror_check") return null;
    return this.#led(`passed_${this.#manner}`);
  }

  /** @param {string} key */
  #led(key) {
    const text = t(key);
    if (text === key) return null;
    this.#manner = "";
    return this.notice(text);
  }

  /** @param {string} name */
  #answered(name) {
    const key = `${this.#manner}_${name === "got_it" ? name : "correct"}`;
    const text = t(key, { rest: this.#rest });
    return text === key ? null : this.notice(text);
  }
}

const list = (/** @type {string[]} */ names) => names.join(", ");

/**
 * `known`: whether we would have noticed what is missing.
 * @param {string[]} given
 * @param {string[]} missing
 * @param {boolean} known
 */
function gaveBack(given, missing, known) {
  if (!known) return given.length ? [t("gave_back", { given: list(given) })] : [];
  if (!missing.length) return given.length ? [t("gave_all", { given: list(given) })] : [];
  if (!given.length) return [t("gave_none", { missing: list(missing) })];
  return [t("gave_back", { given: list(given) }), t("not_yet", { missing: list(missing) })];
}

/** @param {string[]} given @param {string[]} missing */
function guessed(given, missing) {
  if (given.length) return [t("feelings_named", { given: list(given) })];
  return missing.length ? [t("feelings_other", { missing: list(missing) })] : [];
}
