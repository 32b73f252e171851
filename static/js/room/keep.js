// What must survive a reload while the server is out of reach: unsent words, and commands without an
// answer. In this tab only, gone when it closes; "Leave quickly" empties it.

/** @import { Keeper, Kept } from "types/room" */

/**
 * Unsent words, unanswered commands, words put aside, the numbers of what was folded away, and words of sheets.
 * @type {Kept}
 */
const EMPTY = { draft: null, outbox: [], shelf: [], hidden: [], asides: {} };

/** @implements {Keeper} */
export class Keep {
  #key;

  /** @param {string} whose @param {string} dialogue */
  constructor(whose, dialogue) {
    this.#key = `room:${whose}:${dialogue}`;
  }

  /** @returns {Kept} */
  read() {
    try {
      return { ...EMPTY, ...JSON.parse(sessionStorage.getItem(this.#key) ?? "{}") };
    } catch {
      return { ...EMPTY };
    }
  }

  /** @param {Kept} content */
  write(content) {
    if (!document.body) return; // left quickly: the page is gone, though not yet the script
    try {
      const { draft, ...lists } = content;
      const empty = !draft && !Object.values(lists).some((list) => Object.keys(list).length);
      if (empty) sessionStorage.removeItem(this.#key);
      else sessionStorage.setItem(this.#key, JSON.stringify(content));
    } catch {
      // Storage is full or forbidden: the words are still on the screen, and on their way.
    }
  }
}
