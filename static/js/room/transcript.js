// What was said. A mirror lies inside the send that it mirrors; a correction is small, and beside it.
import { html, useLayoutEffect, useRef } from "preact-htm";
import { Private } from "room/beside.js";
import { unfocused } from "room/focus.js";
import { Icon, nameOf, seatClass } from "room/parts.js";
import { t, timeOf } from "room/texts.js";

/** Acts whose one line would only repeat what the next entry shows. */
const SILENT = new Set(["more", "no_more", "next", "up", "ready"]);
const GLAD = new Set(["got_it", "all", "understood", "yes"]);

/** Acts of the therapist that both see and that lead nowhere else. */
const ASIDE = new Set(["pause", "resume", "slow", "end", "speak", "write", "lend", "take_back"]);

const byTherapist = (event) => event.seat === "therapist" && !event.to && !ASIDE.has(event.name);

/**
 * The newest redirect or frame, where no partner has done anything since.
 * @param {any[]} events
 */
export function ledTo(events) {
  const newest = events.findLast((event) => !event.to && !ASIDE.has(event.name));
  return newest && byTherapist(newest) ? newest : null;
}

/**
 * Events laid out: turns of groups, each group a send with its mirrors, corrections and notes.
 * @param {any[]} events
 */
export function laidOut(events) {
  const items = [];
  let turn = 0;
  let group = null;
  for (const event of events) {
    if (event.turn !== turn && event.step !== "request" && event.step !== "answer") {
      items.push({ kind: "turn", key: `turn-${event.turn}`, turn: event.turn, seat: event.sender });
      turn = event.turn;
      group = null;
    }
    // Nothing lies inside what was said aloud: it holds no words to lay a mirror beside.
    if (event.aloud && event.kind === "note") group = null;
    const follows = event.kind === "echo" || event.kind === "fix" || GLAD.has(event.name);
    const inside = group && !event.to && (follows || (byTherapist(event) && between(group, event)));
    if (inside) {
      group.inner.push(event);
    } else if (event.kind === "say") {
      group = { kind: "say", key: event.number, event, inner: [] };
      items.push(group);
    } else if (event.to || !SILENT.has(event.name)) {
      items.push({ kind: event.to ? "private" : event.kind, key: event.number, event, inner: [] });
    }
  }
  return items;
}

/** Whether what the therapist did lies between a send and its mirrors, past and to come. */
function between({ event, inner }, { name }) {
  return event.piece !== null && (name !== "frame" || !GLAD.has(inner.at(-1)?.name));
}

export function Transcript({ store, config }) {
  const items = laidOut(store.events);
  const list = useSteady(store);
  return html`<section class="transcript" aria-label=${t("transcript")}>
    ${
      store.earlier &&
      html`<p class="earlier"><button class="button quiet" type="button" onClick=${() => store.askEarlier()}>${t("earlier")}</button></p>`
    }
    <ol class="said" role="list" aria-label=${t("transcript")} ref=${list} tabindex="-1">${items.map((item) => html`<${Item} key=${item.key} store=${store} config=${config} item=${item} />`)}</ol>
    <div id="newest"></div>
  </section>`;
}

/** Keeps what is being read where it is on the screen while earlier words are put in above it. */
function useSteady(store) {
  const list = useRef(null);
  const first = useRef(0);
  const number = store.events[0]?.number ?? 0;
  const earlier = number < first.current;
  const place = () => document.getElementById("newest")?.getBoundingClientRect().top ?? 0;
  const before = earlier ? place() : 0; // here the page is still as it was
  useLayoutEffect(() => {
    first.current = number;
    if (!earlier) return;
    window.scrollBy({ top: place() - before, behavior: "instant" });
    if (unfocused()) list.current.focus({ preventScroll: true }); // the button is gone: all is here
  }, [number]);
  return list;
}

function Item({ store, config, item }) {
  if (item.kind === "turn") {
    return html`<li class="turn-mark">${t("turn", { number: String(item.turn) })}</li>`;
  }
  if (item.kind === "private") return html`<${Private} store=${store} config=${config} event=${item.event} />`;
  if (item.kind !== "say") return html`<li><${Inner} store=${store} event=${item.event} /></li>`;
  return html`<li class=${`say ${seatClass(item.event.seat)}`}>
    <${Who} store=${store} event=${item.event} />
    <p class="words" dir="auto">${item.event.words}</p>
    ${item.inner.map((event) => html`<${Inner} key=${event.number} store=${store} event=${event} />`)}
  </li>`;
}

function Inner({ store, event }) {
  if (event.kind === "note") return html`<${Note} store=${store} event=${event} />`;
  const shape = { echo: "say echo", frame: "frame" }[event.kind] ?? "fix";
  return html`<div class=${`${shape} ${seatClass(event.seat)}`}>
    <${Who} store=${store} event=${event} />
    <p class="words" dir="auto">${event.words}</p>
  </div>`;
}

function Who({ store, event }) {
  return html`<p class="who"><strong>${nameOf(store, event.seat)}</strong> ${event.tells}</p>`;
}

function Note({ store, event }) {
  const glad = GLAD.has(event.name);
  return html`<p class=${glad ? "note ok" : "note"}>
    ${glad && html`<${Icon} name="check" />`}
    <span>${event.name === "end" ? "" : `${nameOf(store, event.seat)} `}${event.tells}${timeOf(event)}</span>
  </p>`;
}
