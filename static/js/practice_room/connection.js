// In place of the room's socket: a scripted partner, at a human pace. Acts are decided by the server's
// engine, one request each; of words it learns only whether there are any. They stay on this page.
import { Afterwards } from "practice_room/afterwards.js";
import { GUIDE, Guide } from "practice_room/guide.js";
import { clock, t } from "room/texts.js";

/** @import { EventView, MoveView, Now, Sent, Told, Welcome } from "types/frames" */
/** @import { Beat, Notice, Place, Practice } from "types/practice" */
/** @import { Command, Ends, Line, Timer } from "types/room" */

const RETRIES = [1000, 2000, 4000, 8000];
const PATIENCE = 10000;

/** The time of an act as the engine has it: so many minutes from now. @param {string | null} time */
const minutesTo = (time) => (time ? Math.round((Date.parse(time) - clock.now()) / 60000) : undefined);

/** What a line of the partner's may leave open. @typedef {"piece" | "half" | "all"} Mark */

/** @implements {Line<Sent>} */
export class Connection {
  #on;
  /** @type {Practice} */ #practice;
  #guide;
  #afterwards;
  /** @type {EventView[]} */ #events = [];
  /** @type {Beat[]} */ #queue; // what the partner is about to do
  /** @type {Place} */ #place; // the beat that the story stands at
  #number = 0;
  /** @type {Timer} */ #timer;
  /** @type {Command | null} */ #pending = null; // what the server is asked
  /** @type {Command[]} */ #waiting = []; // and what it will be asked then
  #failed = 0;
  #asking = false; // one request at a time, whatever wakes us
  #sent = ""; // the visitor's last piece
  /** @type {string[]} */ #all = [];

  /** @param {string} _url @param {Ends<Told>} on as the socket's */
  constructor(_url, on) {
    const config = JSON.parse(document.getElementById("room-config")?.textContent ?? "{}");
    this.#on = on;
    this.#practice = /** @type {Practice} */ (config.practice);
    this.#guide = new Guide(this.#practice.seat, config.language);
    this.#afterwards = new Afterwards(document.getElementById("afterwards"));
    [this.#place, ...this.#queue] = this.#practice.beats;
  }

  connect() {
    window.addEventListener("online", this.#again);
    window.addEventListener("offline", this.#lost);
    this.#add({ ...this.#guide.notice(this.#practice.intro), name: "intro" });
    this.#on.open();
    this.#next();
  }

  disconnect() {
    window.removeEventListener("online", this.#again);
    window.removeEventListener("offline", this.#lost);
    clearTimeout(this.#timer);
  }

  beatEvery() {}

  /** @param {Sent} frame */
  send(frame) {
    if (frame.type === "hello") this.#welcome();
    if (frame.type === "command") this.#act(/** @type {Command} */ (frame));
    return true;
  }

  // --- what the visitor does ----------------------------------------------------------------

  /** @param {Command} command */
  #act(command) {
    if (command.id === this.#pending?.id) return;
    if (this.#pending) {
      if (!this.#waiting.some(({ id }) => id === command.id)) this.#waiting.push(command);
      return;
    }
    clearTimeout(this.#timer);
    if (command.name === "dont_wait") {
      this.#on.frame({ type: "ack", id: command.id, number: this.#number });
      this.#show();
      return;
    }
    this.#pending = command;
    this.#ask();
  }

  async #ask() {
    if (this.#asking || !this.#pending) return;
    this.#asking = true;
    const { id, name, moment, words, time, to, seconds } = this.#pending;
    const { heard, hurt } = this.#guide.listen(this.#place, name, words);
    const step = {
      state: this.#place.state,
      name,
      moment,
      words: Boolean(words),
      heard,
      hurt,
      minutes: minutesTo(time),
      to,
      seconds,
    };
    let answer;
    try {
      const response = await fetch(this.#practice.step, {
        method: "POST",
        credentials: "omit",
        headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
        body: JSON.stringify(step),
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (response.status >= 500) throw new Error("later");
      answer = await response.json();
    } catch {
      return this.#failedToAsk();
    } finally {
      this.#asking = false;
    }
    this.#pending = null;
    const before = this.#failed;
    this.#failed = 0;
    if (answer.code) this.#on.frame({ type: "refusal", id, code: answer.code, message: answer.message, now: null });
    else this.#done(id, words, answer.beats);
    if (before) this.#on.open();
    this.#next();
    const waiting = this.#waiting.shift();
    if (waiting) this.#act(waiting);
  }

  /** @param {string} id @param {string} words @param {[Beat, ...Beat[]]} beats */
  #done(id, words, [own, ...replies]) {
    this.#on.frame({ type: "ack", id, number: this.#number });
    const asked = this.#place;
    this.#queue = replies;
    this.#happened(own, words || own.event.words);
    const notice = this.#guide.after(asked, own.event, words);
    if (notice) this.#put(notice);
  }

  #failedToAsk() {
    this.#lost();
    const pause = RETRIES[Math.min(this.#failed, RETRIES.length - 1)];
    this.#failed += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), pause);
  }

  #lost = () => this.#on.lost();

  #again = () => {
    if (!this.#pending) return this.#on.open();
    if (!this.#failed) return; // it is on its way
    clearTimeout(this.#timer);
    this.#ask();
  };

  // --- what the partner does ----------------------------------------------------------------

  /** After a while, as somebody who thinks and writes. */
  #next() {
    clearTimeout(this.#timer);
    const [beat] = this.#queue;
    this.#on.frame({ type: "presence", presence: this.#presence() });
    if (beat && !this.#pending) this.#timer = setTimeout(() => this.#show(), beat.seconds * 1000);
  }

  #show() {
    const beat = this.#queue.shift();
    if (!beat) return;
    this.#happened(beat, this.#filled(beat));
    this.#next();
  }

  /** A line of the partner's, with the visitor's own words where it gives them back. @param {Beat} beat */
  #filled({ event, manner }) {
    const [half, rest] = this.#guide.halves(this.#sent);
    if (manner) this.#guide.mirrored(rest || manner !== "half" ? manner : "exact", rest);
    const back = (/** @type {string} */ words) => this.#guide.turned(words);
    const given = { piece: back(this.#sent), half: back(half), all: this.#all.map(back).join(" ") };
    return event.words.replace(/\{(?:piece|half|all)\}/g, (mark) => given[/** @type {Mark} */ (mark.slice(1, -1))]);
  }

  /** @param {Beat} beat @param {string} words */
  #happened(beat, words) {
    const event = { ...beat.event, words: beat.event.words ? words : "" };
    const { seat } = this.#practice;
    const own = event.seat === seat;
    const piece = event.piece !== null && event.kind !== "echo";
    if (piece && (own || seat === "therapist")) {
      this.#sent = words;
      this.#all.push(words);
    } else if (piece) this.#guide.said(words, beat.again);
    this.#place = beat;
    this.#on.frame({ type: "events", events: [this.#add(event)], now: this.#now() });
    const passed = own ? null : this.#guide.passed(event);
    if (passed) this.#put(passed);
    if (beat.now.outcome) this.#afterwards.show(this.#guide.heard);
  }

  // --- what the room is told ------------------------------------------------------------------

  /** One notice at a time: the newest takes the place of the one before. @param {Notice} notice */
  #put(notice) {
    this.#events = this.#events.filter((event) => event.name !== notice.name);
    this.#add(notice);
    this.#welcome();
  }

  /** @param {Notice & Partial<EventView>} event @returns {EventView} */
  #add(event) {
    this.#number += 1;
    const { turn, step } = this.#place.now;
    const numbered = { turn, step, ...event, number: this.#number };
    this.#events.push(numbered);
    return numbered;
  }

  /** @returns {Now} */
  #now() {
    const { now } = this.#place;
    const waits =
      this.#queue.length > 0 &&
      this.#practice.seat !== "therapist" &&
      !now.floor.includes(this.#practice.seat) &&
      !now.paused.length;
    /** @type {MoveView} */
    const skip = {
      name: "dont_wait",
      label: t("dont_wait"),
      words: "none",
      prompt: "",
      stems: [],
      says: "",
      time: false,
      days: 1,
      helps: "",
      gives: "",
      quiet: true,
      aloud: false,
    };
    return { ...now, number: this.#number, moves: waits ? [...now.moves, skip] : now.moves };
  }

  /** @returns {Welcome["presence"]} */
  #presence() {
    const next = this.#queue[0]?.event;
    const writes = next?.words && !this.#pending ? next.seat : "";
    return Object.fromEntries(
      Object.keys(this.#practice.people).map((seat) => [seat, seat === writes ? "typing" : "here"]),
    );
  }

  #welcome() {
    const { seat, people, exercise, limits } = this.#practice;
    this.#on.frame({
      type: "welcome",
      version: 1,
      whose: "",
      seat,
      exercise,
      limits,
      people: { ...people, [GUIDE]: { name: t("guide"), pronoun: "" } },
      number: this.#number,
      now: this.#now(),
      events: this.#events,
      gap: true,
      draft: null,
      presence: this.#presence(),
    });
  }
}
