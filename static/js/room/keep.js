// What must survive a reload while the server is out of reach: unsent words, and commands without an
// answer. In this tab only, gone when it closes; "Leave quickly" empties it.

export class Keep {
  #key;

  /** @param {string} person @param {string} dialogue */
  constructor(person, dialogue) {
    this.#key = `room:${person}:${dialogue}`;
  }

  /** @returns {{draft: any, outbox: any[]}} */
  read() {
    try {
      return { draft: null, outbox: [], ...JSON.parse(sessionStorage.getItem(this.#key) ?? "{}") };
    } catch {
      return { draft: null, outbox: [] };
    }
  }

  /** @param {{draft: any, outbox: any[]}} content */
  write({ draft, outbox }) {
    if (!document.body) return; // left quickly: the page is gone, though not yet the script
    try {
      if (!draft && !outbox.length) sessionStorage.removeItem(this.#key);
      else sessionStorage.setItem(this.#key, JSON.stringify({ draft, outbox }));
    } catch {
      // Storage is full or forbidden: the words are still on the screen, and on their way.
    }
  }
}
