// How what was said lies on the page: worked out from the events alone.
/** @import { EventView } from "types/frames" */

/** Acts whose one line would only repeat what the next entry shows. */
const SILENT = new Set(["ask_more", "more", "no_more", "next", "up", "ready"]);
const GLAD = new Set(["got_it", "all", "understood", "enough", "yes"]);

/** Acts of the therapist that both see and that lead nowhere else. */
const ASIDE = new Set([
  "pause",
  "resume",
  "slow",
  "end",
  "leave_for_today",
  "speak",
  "write",
  "stay",
  "lend",
  "take_back",
]);

/**
 * One that stands by itself; `inner` are those that lie within it.
 * @typedef {{event: EventView, inner: EventView[]}} Group
 */
/** @typedef {Group & {kind: EventView["kind"] | "private", key: number}} Entry */
/** @typedef {{kind: "turn", key: string, turn: number}} Mark */

/** What says that the other was heard. @param {EventView} event */
export const isGlad = (event) => GLAD.has(event.name);

const CLOSEST = 6; // times that somebody felt heard, and the two are as near as they get before the end

/**
 * How near the two have come, from 0 to 1: a little with each time that one of them felt heard.
 * @param {EventView[]} events
 */
export const nearness = (events) => Math.min(1, events.filter(isGlad).length / CLOSEST);

const byTherapist = (/** @type {EventView} */ event) =>
  event.seat === "therapist" && !event.to && !ASIDE.has(event.name);

/** The newest redirect or frame, where no partner has done anything since. @param {EventView[]} events */
export function ledTo(events) {
  const newest = events.findLast((event) => !event.to && !ASIDE.has(event.name));
  return newest && byTherapist(newest) ? newest : null;
}

/**
 * Events laid out: turns of groups, each group a send with its mirrors, corrections and notes.
 * @param {EventView[]} events
 */
export function laidOut(events) {
  /** @type {(Entry | Mark)[]} */
  const items = [];
  let turn = 0;
  /** @type {Entry | null} */
  let group = null;
  for (const event of events) {
    if (event.turn !== turn && event.step !== "request" && event.step !== "answer") {
      items.push({ kind: "turn", key: `turn-${event.turn}`, turn: event.turn });
      turn = event.turn;
      group = null;
    }
    // Nothing lies inside what was said aloud: it holds no words to lay a mirror beside.
    if (event.aloud && event.kind === "note") group = null;
    const follows = event.kind === "echo" || event.kind === "fix" || isGlad(event);
    if (group && !event.to && (follows || (byTherapist(event) && between(group, event)))) {
      group.inner.push(event);
    } else if (event.kind === "say") {
      group = { kind: "say", key: event.number, event, inner: [] };
      items.push(group);
    } else if (event.to || (event.tells && !SILENT.has(event.name))) {
      items.push({ kind: event.to ? "private" : event.kind, key: event.number, event, inner: [] });
    }
  }
  return items;
}

/**
 * Whether what the therapist did lies between a send and its mirrors, past and to come.
 * @param {Group} group
 * @param {EventView} done
 */
function between({ event, inner }, { name }) {
  const last = inner.at(-1);
  return event.piece !== null && (name !== "frame" || !last || !isGlad(last));
}
