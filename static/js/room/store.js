// One dialogue as this tab knows it: what the server said, and what has not reached the server yet.

const DRAFT_PAUSE = 600;
const TYPING_PAUSE = 3000;

/**
 * By how many characters, as people and the server count them, `words` are longer than `most`.
 * @param {string} words
 * @param {number} most
 */
export function excess(words, most) {
  const trimmed = words.trim();
  return trimmed.length <= most ? 0 : Math.max(0, Array.from(trimmed).length - most);
}

export class Store {
  #send;
  #keep;
  #draw;
  #draftTimer = 0;
  #typed = 0;
  #revision = 0;

  /** @type {"connecting" | "open" | "lost"} */ connection = "connecting";
  closed = 0;
  /** @type {any} */ welcome = null;
  /** @type {any} */ now = null;
  /** @type {any[]} */ events = [];
  earlier = false; // whether there are events before the first one here
  /** @type {Record<string, string>} */ presence = {};
  draft = { moment: -1, move: "", words: "" };
  /** @type {"" | "writing" | "kept"} */ kept = "";
  /** @type {any[]} */ outbox = [];
  /** @type {any} */ refusal = null;

  /**
   * @param {(frame: object) => boolean} send
   * @param {import("./keep.js").Keep} keep
   * @param {() => void} draw
   */
  constructor(send, keep, draw) {
    this.#send = send;
    this.#keep = keep;
    this.#draw = draw;
    const before = keep.read();
    this.outbox = before.outbox;
    if (before.draft) {
      this.draft = before.draft;
      this.kept = "writing";
    }
  }

  get number() {
    return this.events.at(-1)?.number ?? 0;
  }

  get seat() {
    return this.welcome.seat;
  }

  get mine() {
    return this.now.floor.includes(this.seat) && !this.now.paused.length;
  }

  /** The command about a move that waits for its answer, if any. */
  get sending() {
    return this.outbox.find((command) => command.moment >= 0) ?? null;
  }

  /** Words too long for one turn stay in this tab: the server would not take them as a draft either. */
  get overlong() {
    const { words } = this.draft;
    const most = this.welcome?.limits.text_length ?? Infinity;
    return words.length > most && Array.from(words).length > most;
  }

  // --- what the person does ---------------------------------------------------------------

  /** @param {string} name @param {{words?: string, time?: string | null}} [more] */
  act(name, { words = "", time = null } = {}) {
    const move = this.now.moves.find((one) => one.name === name);
    if (move && this.sending) return; // a double click
    if (!move && this.outbox.some((command) => command.name === name)) return;
    const command = { type: "command", id: uuid(), name, words, moment: move ? this.now.moment : -1, time };
    this.refusal = null;
    this.outbox = [...this.outbox, command];
    clearTimeout(this.#draftTimer);
    this.#save();
    this.#send(command);
    this.#draw();
  }

  /** @param {string} move @param {string} words */
  write(move, words) {
    this.draft = { moment: this.now.moment, move, words };
    this.refusal = null;
    this.#changed();
    if (words && Date.now() - this.#typed > TYPING_PAUSE) {
      this.#typed = Date.now();
      this.#send({ type: "typing" });
    }
    this.#draw();
  }

  letGo() {
    this.draft = { moment: this.now?.moment ?? -1, move: "", words: "" };
    this.#changed();
    this.#draw();
  }

  askEarlier() {
    this.#send({ type: "earlier", before: this.events[0].number });
  }

  /** The page is being left: what waits for a pause in the typing goes now. */
  flush() {
    if (this.kept === "writing") this.#sendDraft();
  }

  // --- what the server says ----------------------------------------------------------------

  opened() {
    this.#send({ type: "hello", version: 1, number: this.number });
  }

  lost() {
    this.connection = "lost";
    this.#draw();
  }

  /** @param {number} code */
  end(code) {
    this.closed = code;
    this.#draw();
  }

  /** @param {any} frame */
  hear(frame) {
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
        this.#answered(frame.id);
        break;
      case "refusal":
        this.#refused(frame);
        break;
      case "presence":
        this.presence = frame.presence;
        break;
      case "drafted":
        if (frame.revision === this.#revision) this.kept = "kept";
        this.#save();
        break;
      case "draft":
        if (this.kept !== "writing") this.draft = frame.draft;
        break;
      case "heartbeat":
        if (frame.number > this.number) this.#send({ type: "resync", after: this.number });
        return;
    }
    this.#draw();
  }

  #welcomed(frame) {
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
    if (this.kept === "writing") this.#sendDraft();
    else if (!again || frame.draft) this.#adopt(frame.draft);
    this.now = frame.now;
    for (const command of this.outbox) this.#send(command);
  }

  #adopt(draft) {
    this.draft = draft ?? { moment: -1, move: "", words: "" };
    this.kept = draft ? "kept" : "";
  }

  #moved(now) {
    if (this.now && now.number < this.now.number) return;
    if (this.now && now.moment !== this.now.moment) this.refusal = null;
    this.now = now;
  }

  #join(events) {
    for (const event of events) {
      if (event.number <= this.number) continue;
      if (event.number > this.number + 1) {
        this.#send({ type: "resync", after: this.number });
        return;
      }
      this.events = [...this.events, event];
      this.#spoken(event);
    }
  }

  // What was written here or in another tab has been said: it is no draft any more.
  #spoken(event) {
    if (event.seat === this.seat && event.words && event.words === this.draft.words.trim()) this.#forget();
  }

  #answered(id) {
    const command = this.outbox.find((one) => one.id === id);
    this.outbox = this.outbox.filter((one) => one.id !== id);
    if (command?.words && command.words === this.draft.words.trim()) this.#forget();
    this.#save();
  }

  #refused(frame) {
    if (frame.now) this.#moved(frame.now);
    if (frame.code === "try_again") {
      setTimeout(() => this.outbox.forEach((command) => this.#send(command)), 1500);
      return;
    }
    const command = this.outbox.find((one) => one.id === frame.id);
    this.outbox = this.outbox.filter((one) => one.id !== frame.id);
    if (frame.code === "unknown_version") this.closed = 4400;
    if (frame.id) this.refusal = frame;
    if (command?.words && !this.draft.words) {
      this.draft = { moment: command.moment, move: command.name, words: command.words };
    }
    this.#changed();
  }

  // --- drafts ------------------------------------------------------------------------------

  #changed() {
    this.kept = "writing";
    this.#revision += 1;
    this.#save();
    clearTimeout(this.#draftTimer);
    this.#draftTimer = setTimeout(() => this.#sendDraft(), DRAFT_PAUSE);
  }

  #sendDraft() {
    clearTimeout(this.#draftTimer);
    if (this.overlong) return;
    const { moment, move, words } = this.draft;
    this.#send({ type: "draft", moment: Math.max(0, moment), move: move || "none", words, revision: this.#revision });
  }

  #forget() {
    clearTimeout(this.#draftTimer);
    this.draft = { moment: -1, move: "", words: "" };
    this.kept = "";
    this.#save();
  }

  #save() {
    this.#keep.write({
      draft: this.kept === "writing" && this.draft.words ? this.draft : null,
      outbox: this.outbox,
    });
  }
}

export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
