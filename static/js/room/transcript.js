// What was said. A mirror lies inside the send that it mirrors; a correction is small, and beside it.
import { html, useLayoutEffect, useRef } from "preact-htm";
import { unfocused } from "room/focus.js";
import { isGlad, laidOut } from "room/layout.js";
import { Icon, nameOf, Said, seatClass } from "room/parts.js";
import { Private } from "room/private.js";
import { t, timeOf } from "room/texts.js";
/** @import { EventView } from "types/frames" */
/** @import { Dialogue, Props } from "types/room" */

/** @param {Props} props */
export function Transcript({ store, config }) {
  const items = laidOut(store.events);
  const list = useSteady(store);
  return html`<section class="transcript" aria-label=${t("transcript")}>
    ${
      store.earlier &&
      html`<p class="earlier">
        <button class="button quiet" type="button" onClick=${() => store.askEarlier()}>${t("earlier")}</button>
      </p>`
    }
    <ol class="said" role="list" aria-label=${t("transcript")} ref=${list} tabindex="-1">
      ${items.map((item) => html`<${Item} key=${item.key} store=${store} config=${config} item=${item} />`)}
    </ol>
    <div id="newest"></div>
  </section>`;
}

/**
 * Keeps what is being read where it is on the screen while earlier words are put in above it.
 * @param {Dialogue} store
 */
function useSteady(store) {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const first = useRef(0);
  const number = store.events[0]?.number ?? 0;
  const earlier = number < first.current;
  const place = () => document.getElementById("newest")?.getBoundingClientRect().top ?? 0;
  const before = earlier ? place() : 0; // here the page is still as it was
  useLayoutEffect(() => {
    first.current = number;
    if (!earlier) return;
    window.scrollBy({ top: place() - before, behavior: "instant" });
    if (unfocused()) list.current?.focus({ preventScroll: true }); // the button is gone: all is here
  }, [number]);
  return list;
}

/** @param {Props & {item: ReturnType<typeof laidOut>[number]}} props */
function Item({ store, config, item }) {
  if (item.kind === "turn") {
    return html`<li class="turn-mark">${t("turn", { number: String(item.turn) })}</li>`;
  }
  if (item.kind === "private") return html`<${Private} store=${store} config=${config} event=${item.event} />`;
  if (item.kind !== "say") return html`<li><${Inner} store=${store} event=${item.event} /></li>`;
  return html`<li class=${`say ${seatClass(item.event.seat)}`}>
    <${Said} store=${store} event=${item.event} />
    ${item.inner.map((event) => html`<${Inner} key=${event.number} store=${store} event=${event} />`)}
  </li>`;
}

/** @type {Partial<Record<EventView["kind"], string>>} */
const SHAPES = { echo: "say echo", frame: "frame" };

/** @param {{store: Dialogue, event: EventView}} props */
function Inner({ store, event }) {
  if (event.kind === "note") return html`<${Note} store=${store} event=${event} />`;
  return html`<div class=${`${SHAPES[event.kind] ?? "fix"} ${seatClass(event.seat)}`}>
    <${Said} store=${store} event=${event} />
  </div>`;
}

/** @param {{store: Dialogue, event: EventView}} props */
function Note({ store, event }) {
  const glad = isGlad(event);
  const who = event.joint || event.name === "end" ? "" : `${nameOf(store, event.seat)} `;
  return html`<p class=${glad ? "note ok" : "note"}>
    ${glad && html`<${Icon} name="check" />`}
    <span>${who}${event.tells}${timeOf(event)}</span>
  </p>`;
}
