// Written by types/generate.js from docs/asyncapi.json: what goes over the sockets.

export type Seat = "first" | "second" | "therapist";

export type Partner = "first" | "second";

export type Sent = Hello | DoCommand | KeepDraft | Typing | Heartbeat | Resync | Earlier;

export type Told = Welcome | Ack | Refusal | Events | Page | Drafted | DraftElsewhere | Presence | Beat;

export type BoardSent = BoardHello | BoardCommand | BoardHeartbeat;

export type BoardTold = BoardView | BoardChanges | BoardBeat | Ack | Refusal;

export type WaitingSent = WaitingHello | WaitingHeartbeat;

export type WaitingTold = Waits | Changed | WaitingBeat | Refusal;

/**
 * Try an act. `id` is made by the client and kept until an answer comes: sent again, it gets the same answer and never
 * happens twice. `moment` is that of the `now` the person was looking at; the acts that are open at every step (`can`)
 * ignore it. `time` belongs to moves that say so, `to` to the private acts of the therapist, `seconds` to `slow`.
 * `seat` is the borrowed one, where a move is made for the partner who has lent it.
 */
export interface DoCommand {
  type: "command";
  id: string;
  name: string;
  moment?: number;
  words?: string;
  time?: string | null;
  to?: Partner | null;
  seconds?: number | null;
  seat?: Partner | null;
}

/** The page of events before number `before`. */
export interface Earlier {
  type: "earlier";
  before: number;
}

/**
 * Sign of life. `number`: the newest event the client has. `reading`: since the last one the person has touched, typed
 * or moved something, so the login is in use. Say it once a minute at most.
 */
export interface Heartbeat {
  type: "heartbeat";
  number: number;
  reading?: boolean;
}

/**
 * The first frame of a connection. `number`: the newest event the client already has, or 0. `whose`: for whom the
 * client holds what it holds, as an earlier welcome or the page said. Where another person is signed in by now, the
 * connection ends (4403), and nothing of it is taken.
 */
export interface Hello {
  type: "hello";
  version: 1;
  number?: number;
  whose?: string;
}

/** Keep what the person is writing. Empty `words` forget it. `revision` comes back in `drafted`. */
export interface KeepDraft {
  type: "draft";
  moment: number;
  move: string;
  words: string;
  revision: number;
}

/** The client misses events after `after`. */
export interface Resync {
  type: "resync";
  after: number;
}

/** The person is writing just now. Send it at most every three seconds. */
export interface Typing {
  type: "typing";
}

/** The command is committed. `number` is that of its event, for this seat. */
export interface Ack {
  type: "ack";
  id: string;
  number: number;
}

/** The answer to a heartbeat. `number`: the newest event of this seat; a client that has less resyncs. */
export interface Beat {
  type: "heartbeat";
  number: number;
}

/**
 * The seat that was lent to this phone: what its owner is asked or told, and what may be done for them here. Of what
 * is theirs alone, nothing. `own_login`: the step has other moves of theirs, which take their own login.
 */
export interface BorrowedView {
  seat: Seat;
  title: string;
  why: string;
  moves: MoveView[];
  own_login: boolean;
}

/** The same person wrote in another tab. */
export interface DraftElsewhere {
  type: "draft";
  draft: DraftView;
}

export interface DraftView {
  moment: number;
  move: string;
  words: string;
}

/** The draft of that revision is kept. */
export interface Drafted {
  type: "drafted";
  revision: number;
}

/**
 * Something that happened. `number` counts what this seat may see, without gaps. `kind` says how to lay it out: words
 * that are said, an echo (mirror) of `piece`, a fix (correction or addition, itself piece `piece`), a whisper (for its
 * two ends alone: `seat` and `to`), a frame (what the therapist says to both) or a note without words. `day`: the
 * whole day of `time` is meant. `aloud`: it was said where no log could hear it; its words, if there are any, are a
 * note about it. `borrowed`: it was done for `seat` on the other partner's phone. `withdrawn`: its author took the
 * words back afterwards. `joint`: it is what came of what both answered unseen; `tells` is a sentence of its own, and
 * `seat` is always that of the sender.
 */
export interface EventView {
  number: number;
  name: string;
  seat: Seat;
  turn: number;
  step: string;
  at: string;
  kind: "say" | "echo" | "fix" | "whisper" | "frame" | "note";
  tells: string;
  words: string;
  piece: number | null;
  time: string | null;
  day: boolean;
  to: Seat | null;
  aloud: boolean;
  borrowed: boolean;
  withdrawn: boolean;
  joint: boolean;
}

/** New events, numbered on from the last ones, and the dialogue after them. */
export interface Events {
  type: "events";
  events: EventView[];
  now: Now;
}

export interface ExerciseView {
  id: string;
  title: string;
  phases: PhaseView[];
}

export interface Limits {
  text_length: number;
  frame_bytes: number;
  silence_seconds: number;
  heartbeat_seconds: number;
  typing_seconds: number;
  frames_at_once: number;
  frames_per_second: number;
  frames_per_reading: number;
  unheard_bytes: number;
  page_events: number;
  catch_up_events: number;
}

/**
 * Something this seat may do now. `stems` are offered opening words; `says` is what is said when optional words are
 * left out; `time`: the command carries a time, at most `days` ahead; if that is more than one, the whole day is
 * meant. `helps`: what the writer may be privately helped with, in the browser alone. `gives`: the step whose newest
 * words are chosen by this. `aloud`: it stands for something that is said aloud just now; its words, which are
 * optional then, are a note.
 */
export interface MoveView {
  name: string;
  label: string;
  words: "none" | "optional" | "required";
  prompt: string;
  stems: string[];
  says: string;
  time: boolean;
  days: number;
  helps: string;
  gives: string;
  quiet: boolean;
  aloud: boolean;
}

/**
 * Where the dialogue stands, for one seat. `floor`: who may act (nobody while paused or over). `can`: acts that are
 * open at every step. `outcome` is empty while the dialogue is open. `number`: the newest event that is in it; of two,
 * the one with the higher number is newer. `wait`: seconds until a move is accepted, where the therapist made it slow
 * (`slow` is the least time that she asked for). `hands` and `offers` hold what this seat may know of: who raised a
 * hand; and to whom an `offer` (a stem) or a `double` (a line) stands open, whose words are those of the newest event
 * of that name. `ending`: it ends when the role is put down. `minutes`: after so many both agreed to be reminded (0:
 * not at all), `left` the seconds until then, below 0 when they are over; `messages` and `messages_left`: the same,
 * counted in messages that were shared. Nothing is cut off by either. `afterwards`: what an exercise says to both once
 * it is over. `medium`: whether the partners write to each other here, or speak wherever they are. `turning`: who has
 * asked for the other medium; it turns when both partners have. `lent`: the seat for which the other partner's phone
 * acts too; `borrowed` is there for that phone.
 */
export interface Now {
  number: number;
  moment: number;
  turn: number;
  due: string | null;
  wait: number;
  left: number | null;
  messages_left: number | null;
  step: string;
  phase: string;
  sender: Seat;
  part: "sender" | "receiver" | null;
  floor: Seat[];
  paused: Seat[];
  outcome: string;
  title: string;
  why: string;
  moves: MoveView[];
  can: string[];
  corrections: number;
  hold: boolean;
  slow: number;
  hands: Seat[];
  offers: Partial<Record<Seat, "offer" | "double">>;
  ending: boolean;
  minutes: number;
  messages: number;
  afterwards: string;
  medium: "typed" | "spoken";
  turning: Seat[];
  lent: Seat | null;
  borrowed: BorrowedView | null;
}

/** Earlier events; `more` when there are still earlier ones. */
export interface Page {
  type: "page";
  events: EventView[];
  more: boolean;
}

export interface PersonView {
  name: string;
  pronoun: string;
}

export interface PhaseView {
  id: string;
  name: string;
}

/** Who is connected. Seats that nobody has are left out. */
export interface Presence {
  type: "presence";
  presence: Partial<Record<Seat, "here" | "typing" | "away">>;
}

/**
 * The command (or frame, where `id` is empty) was refused; nothing changed. `code` is stable, `message` is for people,
 * `now` tells what is allowed. Only `try_again` is no answer yet: send the same command again a little later.
 */
export interface Refusal {
  type: "refusal";
  id: string | null;
  code: string;
  message: string;
  now: Now | null;
}

/**
 * The answer to `hello`. `events` follow the client's `number` without a gap, unless `gap` is true: then they are the
 * newest ones and take the place of all that the client has; older ones must be asked for (`earlier`). `whose`: whom
 * it is for. A client that holds anything for somebody else shows them nothing of it, and hands none of it over.
 */
export interface Welcome {
  type: "welcome";
  version: 1;
  whose: string;
  seat: Seat;
  people: Partial<Record<Seat, PersonView>>;
  exercise: ExerciseView;
  limits: Limits;
  number: number;
  now: Now;
  events: EventView[];
  gap: boolean;
  draft: DraftView | null;
  presence: Partial<Record<Seat, "here" | "typing" | "away">>;
}

/**
 * Pause a room, or lift one's own pause, without going in. `id` is made by the client, and works as in the room: sent
 * again, it gets the same answer and never happens twice.
 */
export interface BoardCommand {
  type: "command";
  id: string;
  room: string;
  name: "pause" | "resume";
}

/**
 * Sign of life; the server looks at every room then. `number`: that of the newest frame that had one. `reading` as in
 * the room.
 */
export interface BoardHeartbeat {
  type: "heartbeat";
  number: number;
  reading?: boolean;
}

/** The first frame of a connection. Sent again, it is answered again by the whole board. `whose` as in the room. */
export interface BoardHello {
  type: "hello";
  version: 1;
  whose?: string;
}

/** The answer to a heartbeat. `number`: that of the newest frame; a client that has less says hello. */
export interface BoardBeat {
  type: "heartbeat";
  number: number;
}

/**
 * Rooms that are new or have changed, whole; and those that are gone: ended, or no longer to be seen by this
 * therapist, which are not told apart.
 */
export interface BoardChanges {
  type: "rooms";
  number: number;
  rooms: RoomCard[];
  gone: string[];
}

export interface BoardLimits {
  frame_bytes: number;
  silence_seconds: number;
  heartbeat_seconds: number;
  frames_at_once: number;
  frames_per_second: number;
  long_silence_seconds: number;
}

/**
 * The whole board, in place of all that the client has. `couples` counts those in care, with or without a room that
 * goes on. `whose` as in the room.
 */
export interface BoardView {
  type: "board";
  version: 1;
  whose: string;
  limits: BoardLimits;
  number: number;
  couples: number;
  rooms: RoomCard[];
}

/**
 * One room, from outside. `people` are the partners' names, and `told_apart` a number behind them where another couple
 * of this therapist has the same (0: none). `title` says what is asked at this step, `phase` and `exercise` are names
 * to be read. `next` are the seats that may act, or will when nobody pauses any more; `floor` those that may now.
 * `seconds`: how long the dialogue has stood at this step, when this was sent. `needs` tells why the therapist may be
 * wanted, the most pressing first; `unsafe` who felt hardly safe the last time. `can`: what may be done from here.
 */
export interface RoomCard {
  id: string;
  people: Partial<Record<Seat, string>>;
  told_apart: number;
  exercise: string;
  phase: string;
  title: string;
  turn: number;
  sender: Seat;
  floor: Seat[];
  next: Seat[];
  paused: Seat[];
  hands: Seat[];
  corrections: number;
  unsafe: Seat[];
  presence: Partial<Record<Seat, "here" | "typing" | "away">>;
  seconds: number;
  needs: ("hand" | "corrections" | "paused" | "silence" | "unsafe")[];
  can: ("pause" | "resume")[];
}

/**
 * Sign of life. `number`: of the changes heard on this connection. `reading` as in the room, where somebody does more
 * than wait.
 */
export interface WaitingHeartbeat {
  type: "heartbeat";
  number: number;
  reading?: boolean;
}

/** The first frame of a connection. `seen`: the mark in the page's head, of what it shows. `whose` as in the room. */
export interface WaitingHello {
  type: "hello";
  version: 1;
  whose?: string;
  seen?: string;
}

/** Something that this person sees has changed: the page fetches itself. The same, whatever it was. */
export interface Changed {
  type: "changed";
}

/** The answer to a heartbeat. `number`: of the changes told on this connection. */
export interface WaitingBeat {
  type: "heartbeat";
  number: number;
}

export interface WaitingLimits {
  frame_bytes: number;
  silence_seconds: number;
  heartbeat_seconds: number;
  frames_at_once: number;
  frames_per_second: number;
}

/** The answer to a hello. `whose` as in the room. */
export interface Waits {
  type: "waits";
  version: 1;
  whose: string;
  limits: WaitingLimits;
}
