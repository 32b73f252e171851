// What the room's scripts hand to each other, beside the frames of the wire.
import type { DoCommand, EventView, Now, Partner, Refusal, Seat, Sent, Told, Welcome } from "./frames";

/** What a store and its connection say to each other. */
export interface Ends<Heard> {
  open: () => void;
  frame: (frame: Heard) => void;
  lost: () => void;
  closed: (code: number) => void;
  number: () => number;
}

/** A connection, by a socket or to a scripted partner. */
export interface Line<Said> {
  connect(): void;
  disconnect(): void;
  beatEvery(seconds: number): void;
  send(frame: Said): boolean;
}

/** What of a store its connection knows. */
export interface Wired<Heard> {
  readonly number: number;
  readonly closed: number;
  opened(): void;
  hear(frame: Heard): void;
  lost(): void;
  end(code: number): void;
}

/** Running, or not. */
export type Timer = ReturnType<typeof setTimeout> | undefined;

export type Connected = "connecting" | "open" | "lost";
export type Send = (frame: Sent) => boolean;

/** Words that were begun, and for what. `moment` is -1 where there are none. */
export interface Draft {
  moment: number;
  move: string;
  words: string;
}

export interface Shelved {
  move: string;
  words: string;
}

/** A command as this tab makes it: everything is said but what belongs to few acts. */
export type Command = DoCommand & Required<Pick<DoCommand, "moment" | "words" | "time">>;

/** What an act carries beside its name. */
export interface More {
  words?: string;
  time?: string | null;
  to?: Partner;
  seconds?: number;
  seat?: Partner;
}

/** A refusal, and the sheet whose words it was about; "" is the editor. */
export type Refused = Refusal & { sheet: string };

/** What outlives a reload of the tab: see room/keep.js. */
export interface Kept {
  draft: Draft | null;
  outbox: Command[];
  shelf: Shelved[];
  hidden: number[];
  asides: Record<string, string>;
}

export interface Keeper {
  read(): Kept;
  write(content: Kept): void;
}

/** The commands that wait for an answer: see room/outbox.js. */
export interface Waiting {
  readonly all: readonly Command[];
}

/**
 * One dialogue as it is drawn: of the person who is signed in (room/store.js), or of the partner whose seat was lent
 * to this phone (room/one-phone.js), which has `own` for the first.
 */
export interface Dialogue {
  readonly own?: Dialogue;
  readonly seat: Seat;
  readonly now: Now & { own_login?: boolean };
  readonly welcome: Welcome;
  readonly events: EventView[];
  readonly earlier: boolean;
  readonly number: number;
  readonly presence: Welcome["presence"];
  readonly connection: Connected;
  readonly closed: number;
  readonly draft: Draft;
  readonly kept: "" | "writing" | "kept";
  readonly overlong: boolean;
  readonly asides: Record<string, string>;
  readonly shelf: Shelved[];
  readonly hidden: ReadonlySet<number>;
  readonly outbox: Waiting;
  readonly sending: Command | null;
  readonly refusal: Refused | null;
  readonly mine: boolean;
  readonly wait: number;
  readonly unseen: boolean;
  readonly left: number | null;
  readonly lasts: number;
  appeared(): void;
  pending(sheet: string): Command | null;
  newest(name: string, seat?: Seat | ""): EventView | undefined;
  act(name: string, more?: More): void;
  write(move: string, words: string): void;
  takeUp(kept: Shelved, move: string): void;
  putAside(): void;
  drop(kept: Shelved): void;
  note(sheet: string, words: string): void;
  fold(number: number, away?: boolean): void;
  askEarlier(): void;
}

/** What the therapist's room knows of the exercise beyond this step. */
export interface Guide {
  steps: Record<string, { who: string; stems: string[] }>;
  purposes: Record<string, string>;
}

/** What the page tells its scripts. What only some rooms have may be missing. */
export interface Config {
  whose: string;
  unseen: number;
  dialogue: string;
  topic: string;
  language: string;
  textLength: number;
  socket: string;
  here: string;
  sessions: string;
  transcript: string;
  signIn: string;
  guide: Guide | null;
  clock?: { offsets: [number, number][]; now: number; place: string };
  gifts?: { words: string; line: string }[];
  onePhone?: string;
  record?: string;
  pulse?: string;
  done?: string;
  takeaway?: string;
  help?: string;
  feelings?: { address: string; token: string; steps: string[]; words: [string, string][] } | null;
  seed?: { moves: string[]; url: string; label: string } | null;
}

/** What nearly everything that is drawn is given. */
export interface Props {
  store: Dialogue;
  config: Config;
}

/** Whether the note that goes with a raised hand is open. */
export interface Hand {
  open: boolean;
  close: () => void;
  toggle: () => void;
}

/** A phone for two: whose turn it is at it, and whether it must change hands first. */
export interface Phone {
  shared: boolean;
  next: Seat | "";
  handing: boolean;
  take: () => void;
  store: Dialogue | null;
}

/** What can be noticed in words of one language: static/js/language. */
export interface Signs {
  end: RegExp;
  blame: Record<string, RegExp>;
  harsh: Record<string, RegExp>;
  trait: RegExp;
  request: Record<"stop" | "specific" | "measurable" | "limited", RegExp>;
  mirror: Record<"but" | "advice" | "defence" | "thought", RegExp>;
  check: RegExp;
  denial?: RegExp;
  clause?: RegExp;
  reported?: RegExp;
  joint?: RegExp;
  turn?: { words: RegExp; into: (word: string, before: string, after: string) => string };
  within?: boolean;
}

export type Helps = "" | "behavior" | "desire" | "request";
export type { Told };

/** What the board's page tells its scripts. */
export interface BoardConfig {
  whose: string;
  unseen: number;
  socket: string;
  here: string;
  rooms: string;
  sessions: string;
  practice: string;
  signIn: string;
}
