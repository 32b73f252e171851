// What one is writing in a room: the words in the editor, those put aside, those of sheets, and what waits for its
// answer. None is lost: what the server does not have yet is in this tab, over a reload too.

import { sheetOf } from "room/commands.js";
import { Outbox } from "room/outbox.js";

/** @import { DraftView, EventView, Now, Refusal, Seat, Welcome } from "types/frames" */
/** @import { Command, Draft, Keeper, Refused, Send, Shelved, Timer } from "types/room" */

const DRAFT_PAUSE = 600;
const TYPING_PAUSE = 3000;

const nothing = () => ({ moment: -1, move: "", words: "" });

/** What the welcome brought: nothing is drawn or done before it. @template T @param {T | null} what @returns {T} */
export function there(what) {
  if (what === null) throw new Error("Not welcomed yet.");
  return what;
}

export class Words {
  #send;
  #keep;
  /** @type {() => void} */ draw;
  /** @type {Timer} */ #draftTimer;
  #typed = 0;
  #revision = 0;

  closed = 0;
  /** @type {Welcome | null} */ welcome = null;
  /** @type {Now | null} */ now = null;
  /** @type {Draft} */ draft = nothing();
  /** @type {"" | "writing" | "kept"} */ kept = "";
  /** @type {Outbox<Command>} */ outbox;
  /** @type {Refused | null} */ refusal = null;
  /** @type {Record<string, string>} */ asides = {}; // begun beside the dialogue: in this tab, nowhere else
  /** @type {Shelved[]} */ shelf = []; // begun, and put aside for other words
  /** @type {Set<number>} */ hidden = new Set(); // private events that were folded away

  /** @param {Send} send @param {Keeper} keep @param {() => void} draw */
  constructor(send, keep, draw) {
    this.#send = send;
    this.#keep = keep;
    this.draw = draw;
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

  /** @returns {Seat} */
  get seat() {
    return there(this.welcome).seat;
  }

  /** Words too long for one turn stay in this tab: the server would not take them as a draft either. */
  get overlong() {
    const { words } = this.draft;
    const most = this.welcome?.limits.text_length ?? Infinity;
    return words.length > most && Array.from(words).length > most;
  }

  // --- what the person does ---------------------------------------------------------------

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
    this.draw();
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
    this.draw();
  }

  /** Words of a sheet: only this tab has them, until they are sent. @param {string} sheet @param {string} words */
  note(sheet, words) {
    this.asides = { ...this.asides, [sheet]: words };
    if (this.refusal?.sheet === sheet) this.refusal = null;
    this.#save();
    this.draw();
  }

  /** Fold a private event away, or unfold it. @param {number} number */
  fold(number, away = true) {
    if (away) this.hidden.add(number);
    else this.hidden.delete(number);
    this.#save();
    this.draw();
  }

  letGo() {
    this.draft = { ...nothing(), moment: this.now?.moment ?? -1 };
    this.#changed();
    this.draw();
  }

  /** What is in the editor goes out with an act. @param {string} words */
  sends(words) {
    this.refusal = null;
    if (words && words === this.draft.words.trim()) clearTimeout(this.#draftTimer);
  }

  /** The page is being left: what waits for a pause in the typing goes now. */
  flush() {
    if (!this.closed && this.kept === "writing") this.#sendDraft();
  }

  /** It is another person's tab now. */
  letGoOfAll() {
    this.asides = {};
    this.shelf = [];
    this.hidden.clear();
    this.refusal = null;
    this.#forget();
    this.outbox.drop(() => true);
  }

  // --- what the server says ----------------------------------------------------------------

  /** The draft that a welcome brings, or ours goes there. @param {DraftView | null} draft @param {boolean} again */
  meets(draft, again) {
    if (this.kept === "writing") this.#sendDraft();
    else if (!again || draft) this.#adopt(draft);
  }

  /** @param {number} revision */
  drafted(revision) {
    if (revision === this.#revision) this.kept = "kept";
    this.#save();
  }

  /** From another tab. @param {DraftView} draft */
  elsewhere(draft) {
    if (this.kept !== "writing") this.draft = draft;
  }

  /** @param {DraftView | null} draft */
  #adopt(draft) {
    this.draft = draft ?? nothing();
    this.kept = draft ? "kept" : "";
  }

  /** What was written here or in another tab has been said: it is no draft any more. @param {EventView} event */
  spoken(event) {
    if (event.seat === this.seat && event.words && event.words === this.draft.words.trim()) this.#forget();
  }

  /** @param {string} id */
  answered(id) {
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

  /** What was refused goes back to where it was written, with the reason. @param {Refusal} frame */
  comesBack(frame) {
    const command = this.outbox.answered(frame.id);
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
