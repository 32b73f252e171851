// One dialogue as this tab knows it: what the server said, and what has not reached the server yet.

import { SOMEBODY_ELSE } from "room/closing.js";
import { same, sheetOf } from "room/commands.js";
import { Outbox, uuid } from "room/outbox.js";
import { Unseen } from "room/unseen.js";

/** @import { DraftView, EventView, Now, Refusal, Seat, Told, Welcome } from "types/frames" */
/** @import { Command, Connected, Dialogue, Draft, Keeper, More, Refused, Send, Shelved, Timer } from "types/room" */

const DRAFT_PAUSE = 600;
const TYPING_PAUSE = 3000;

// Acts that are open at every step, and lie where another could just be pressed. To pause is always possible at once.
const TAKES_THE_PLACE = new Set(["resume", "leave_for_today"]);

const nothing = () => ({ moment: -1, move: "", words: "" });

/** What the welcome brought: nothing is drawn or done before it. @template T @param {T | null} what @returns {T} */
function there(what) {
  if (what === null) throw new Error("Not welcomed yet.");
  return what;
}

export class Store {
  #send;
  #keep;
  #draw;
  #whose;
  #unseen;
  /** @type {Timer} */ #draftTimer;
  #typed = 0;
  #revision = 0;

  /** @type {Connected} */ connection = "connecting";
  closed = 0;
  /** @type {Welcome | null} */ welcome = null;
  /** @type {Now | null} */ now = null;
  /** @type {EventView[]} */ events = [];
  earlier = false; // whether there are events before the first one here
  /** @type {Welcome["presence"]} */ presence = {};
  /** @type {Draft} */ draft = nothing();
  /** @type {"" | "writing" | "kept"} */ kept = "";
  /** @type {Outbox<Command>} */ outbox;
  /** @type {Refused | null} */ refusal = null;
  /** @type {Record<string, string>} */ asides = {}; // begun beside the dialogue: in this tab, nowhere else
  /** @type {Shelved[]} */ shelf = []; // begun, and put aside for other words
  /** @type {Set<number>} */ hidden = new Set(); // private events that were folded away
  #readyAt = 0;
  /** @type {number | null} */ #overAt = null; // the reminder
  #since = { place: "", at: 0 };

  /**
   * @param {Send} send
   * @param {Keeper} keep
   * @param {() => void} draw
   * @param {{whose: string, unseen: number}} [page] `whose`: for whom all of this is, and never anybody else's;
   *   `unseen`: milliseconds for which a step that has just appeared takes no press
   */
  constructor(send, keep, draw, { whose, unseen } = { whose: "", unseen: 0 }) {
    this.#send = send;
    this.#keep = keep;
    this.#draw = draw;
    this.#whose = whose;
    this.#unseen = new Unseen(unseen, draw);
    const before = keep.read();
    this.outbox = new Outbox(send, () => this.#save(), before.outbox);
    this.shelf = before.shelf;
    this.hidden = new Set(before.hidden);
    this.asides = before.asides;
    if (before.draft) {
      this.draft = before.draft;
      this.kept = "writing";
    }
  }

  get number() {
    return this.events.at(-1)?.number ?? 0;
  }

  get seat() {
    return there(this.welcome).seat;
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
    return Math.max(0, Math.floor((Date.now() - this.#since.at) / 1000));
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

  /** Words too long for one turn stay in this tab: the server would not take them as a draft either. */
  get overlong() {
    const { words } = this.draft;
    const most = this.welcome?.limits.text_length ?? Infinity;
    return words.length > most && Array.from(words).length > most;
  }

  /** Whether what can be pressed has just appeared: nobody meant that yet. */
  get unseen() {
    return this.#unseen.still;
  }

  /** Something else to press lies now where something was pressed. */
  appeared() {
    this.#unseen.appeared();
    this.#draw();
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
    this.refusal = null;
    if (words && words === this.draft.words.trim()) clearTimeout(this.#draftTimer);
    this.outbox.put(command);
    this.#draw();
  }

  /** @param {string} move @param {string} words */
  write(move, words) {
    // What was begun for something else is not overwritten by what is begun now.
    if (this.draft.move !== move) this.putAside();
    this.draft = { moment: there(this.now).moment, move, words };
    this.refusal = null;
    this.#changed();
    if (words && Date.now() - this.#typed > TYPING_PAUSE) {
      this.#typed = Date.now();
      this.#send({ type: "typing" });
    }
    this.#draw();
  }

  /**
   * Words that were kept go into the editor, after what is there.
   * @param {Shelved} kept
   * @param {string} move
   */
  takeUp(kept, move) {
    const { draft } = this;
    if (kept === draft) this.draft = { ...draft, move };
    else this.shelf = this.shelf.filter((one) => one !== kept);
    const begun = kept !== draft && draft.move === move ? draft.words.trimEnd() : "";
    this.write(move, begun ? `${begun}\n${kept.words}` : kept.words);
  }

  /** What is in the editor makes room for other words. */
  putAside() {
    if (!this.draft.words.trim()) return;
    this.shelf = [...this.shelf, { move: this.draft.move, words: this.draft.words }];
    this.letGo();
  }

  /** @param {Shelved} kept */
  drop(kept) {
    if (kept === this.draft) return this.letGo();
    this.shelf = this.shelf.filter((one) => one !== kept);
    this.#save();
    this.#draw();
  }

  /** Words of a sheet: only this tab has them, until they are sent. @param {string} sheet @param {string} words */
  note(sheet, words) {
    this.asides = { ...this.asides, [sheet]: words };
    if (this.refusal?.sheet === sheet) this.refusal = null;
    this.#save();
    this.#draw();
  }

  /** Fold a private event away, or unfold it. @param {number} number */
  fold(number, away = true) {
    if (away) this.hidden.add(number);
    else this.hidden.delete(number);
    this.#save();
    this.#draw();
  }

  letGo() {
    this.draft = { ...nothing(), moment: this.now?.moment ?? -1 };
    this.#changed();
    this.#draw();
  }

  askEarlier() {
    this.#send({ type: "earlier", before: this.events[0].number });
  }

  /** The page is being left: what waits for a pause in the typing goes now. */
  flush() {
    if (!this.closed && this.kept === "writing") this.#sendDraft();
  }

  // --- what the server says ----------------------------------------------------------------

  opened() {
    this.#send({ type: "hello", version: 1, number: this.number, whose: this.#whose });
  }

  lost() {
    this.connection = "lost";
    this.#draw();
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
    if (code === SOMEBODY_ELSE) this.#letGoOfAll();
    this.#draw();
  }

  #letGoOfAll() {
    this.asides = {};
    this.shelf = [];
    this.hidden.clear();
    this.refusal = null;
    this.#forget();
    this.outbox.drop(() => true);
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
    if (this.kept === "writing") this.#sendDraft();
    else if (!again || frame.draft) this.#adopt(frame.draft);
    this.#stand(frame.now);
    this.outbox.again();
  }

  /** @param {DraftView | null} draft */
  #adopt(draft) {
    this.draft = draft ?? nothing();
    this.kept = draft ? "kept" : "";
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
    this.#since = { place, at: last ? Date.parse(last) : Date.now() };
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
      this.#spoken(event);
    }
  }

  /** What was written here or in another tab has been said: it is no draft any more. @param {EventView} event */
  #spoken(event) {
    if (event.seat === this.seat && event.words && event.words === this.draft.words.trim()) this.#forget();
  }

  /** @param {string} id */
  #answered(id) {
    const command = this.outbox.answered(id);
    if (command?.words) this.#said(command);
    this.#save();
  }

  /** @param {Command} command */
  #said(command) {
    const sheet = sheetOf(command, this.seat);
    if (sheet && this.asides[sheet]?.trim() === command.words) this.asides = { ...this.asides, [sheet]: "" };
    if (sheet) return;
    if (command.words === this.draft.words.trim()) this.#forget();
    else if (this.draft.words) this.#changed(); // with a move the server lets go of its draft, and this is another
  }

  /** @param {Refusal} frame */
  #refused(frame) {
    if (frame.now) this.#moved(frame.now);
    if (frame.code === "try_again") return this.outbox.againLater();
    const command = this.outbox.answered(frame.id);
    if (frame.code === "unknown_version") this.closed = 4400;
    const sheet = command ? sheetOf(command, this.seat) : "";
    if (frame.id) this.refusal = { ...frame, sheet };
    if (command && sheet) {
      this.asides = { ...this.asides, [sheet]: this.asides[sheet] || command.words };
      this.#save();
      return;
    }
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
    this.draft = nothing();
    this.kept = "";
    this.#save();
  }

  #save() {
    this.#keep.write({
      draft: this.kept === "writing" && this.draft.words ? this.draft : null,
      outbox: [...this.outbox.all],
      shelf: this.shelf,
      hidden: [...this.hidden],
      asides: Object.fromEntries(Object.entries(this.asides).filter(([, words]) => words)),
    });
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
