// The board: all rooms of one's couples at once, from outside. It holds no word that anybody said.

import { Card, couple, told } from "board/cards.js";
import { Store } from "board/store.js";
import { html, render, useEffect, useLayoutEffect, useRef, useState } from "preact-htm";
import { soon } from "room/drawn.js";
import { Joining } from "room/joining.js";
import { useLater } from "room/later.js";
import { Icon, Mark } from "room/parts.js";
import { t } from "room/texts.js";
import { connected } from "room/wiring.js";

/** @import { BoardConfig } from "types/room" */
/** @import { Part as PartName } from "board/store.js" */

const CLOCK = 10000; // how long something lasts is told in minutes

const root = /** @type {HTMLElement} */ (document.getElementById("board"));
/** @type {BoardConfig} */
const config = JSON.parse(document.getElementById("board-config")?.textContent ?? "{}");

const draw = soon(() => render(html`<${Board} tick=${{}} />`, root));
const store = new Store((frame) => connection.send(frame), draw, config);
const connection = connected(config.socket, store);

function Board() {
  const lost = useLater(store.connection !== "open" && !store.closed && store.couples >= 0);
  const now = useClock();
  const said = useNews();
  useKeptFocus();
  return html`
    <header class="page-head board-head">
      <h1>${t("board")}</h1>
      <p>${summary()}</p>
      ${
        store.unsorted &&
        html`<button type="button" class="button quiet" onClick=${() => store.sort()}>${t("sort")}</button>`
      }
    </header>
    <div role="status" class=${lost ? "notice" : "visually-hidden"}>
      ${lost && html`<${Icon} name="wifi-off" /><div>${t("lost")}</div>`}
    </div>
    <${Body} now=${now} />
    <p class="visually-hidden" aria-live="polite">${said}</p>
  `;
}

/** @param {{now: number}} props */
function Body({ now }) {
  if (store.closed) return html`<${Closed} />`;
  if (store.couples < 0) return html`<${Joining} config=${config} />`;
  if (!store.order.length) {
    const key = store.couples ? "quiet" : "alone";
    const to = key === "alone" ? config.practice : config.sessions;
    return html`<section class="card empty">
      <${Mark} floor="none" /><h2>${t(key)}</h2><p>${t(`${key}_why`)}</p>
      <a class="button quiet" href=${to}>${t(`${key}_go`)}</a>
    </section>`;
  }
  return html`<div class="board" data-stale=${store.connection === "open" ? null : ""}>
    ${["needs", "going", "away"].map((part) => html`<${Part} key=${part} part=${part} now=${now} />`)}
  </div>`;
}

/** @param {{part: PartName, now: number}} props */
function Part({ part, now }) {
  const ids = store.part(part);
  return html`<section class="part-of" data-part=${part} hidden=${!ids.length} aria-labelledby=${`part-${part}`}>
    <h2 id=${`part-${part}`}>${t(`part_${part}`)} <span class="count">${ids.length}</span></h2>
    <ul class="room-cards" role="list">
      ${ids.map((id) => html`<${Card} key=${id} id=${id} store=${store} config=${config} now=${now} />`)}
    </ul>
  </section>`;
}

/** @type {Record<number, string>} */
const CLOSED = { 4401: "signed_out", 4403: "other", 4404: "gone", 4409: "too_many" };

function Closed() {
  const key = CLOSED[store.closed] ?? "defect";
  const again = key === "too_many" || key === "defect";
  const [to, label] =
    key === "signed_out"
      ? [config.signIn, t("sign_in")]
      : again
        ? [config.here, t("try_again")]
        : [config.sessions, t("to_sessions")];
  return html`<section class="card empty"><${Mark} floor="none" />
    <h2>${t(`closed_${key}`)}</h2><p>${t(`closed_${key}_why`)}</p>
    <a class="button" href=${to}>${label}</a>
  </section>`;
}

function summary() {
  if (store.closed || store.couples < 0 || !store.rooms.size) return "";
  const { size } = store.rooms;
  const rooms = size === 1 ? t("one_room") : t("rooms", { number: String(size) });
  const need = store.needing;
  return `${rooms} ${need === 0 ? t("none_needs") : need === 1 ? t("one_needs") : t("need", { number: String(need) })}`;
}

/** What a screen reader hears: what has come up anew, never every change. */
function useNews() {
  const [said, setSaid] = useState("");
  useEffect(() => {
    const fresh = store.fresh.splice(0).flatMap(({ id, need }) => {
      const room = store.rooms.get(id);
      return room?.needs.includes(need) ? [`${couple(room)}: ${told(room, need)}.`] : [];
    });
    if (fresh.length) setSaid(fresh.join(" "));
  });
  return said;
}

/** A card that is moved to another part is a new one: what had the focus has it again. */
function useKeptFocus() {
  const held = useRef({ room: "", control: "" });
  useEffect(() => {
    const note = (/** @type {FocusEvent} */ event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      held.current = {
        room: target.closest("[data-room]")?.getAttribute("data-room") ?? "",
        control: target.dataset.control ?? "",
      };
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, []);
  useLayoutEffect(() => {
    const { room, control } = held.current;
    if (!room || (document.activeElement && document.activeElement !== document.body)) return;
    const card = [...root.querySelectorAll("[data-room]")].find((one) => one.getAttribute("data-room") === room);
    const again = card?.querySelector(`[data-control="${control}"]`) ?? card?.querySelector("a");
    if (again) /** @type {HTMLElement} */ (again).focus({ preventScroll: true });
  });
}

function useClock() {
  const [now, setNow] = useState(performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), CLOCK);
    return () => clearInterval(timer);
  }, []);
  return Math.max(now, performance.now());
}

// Nothing moves away from under a hand: not below a mouse, and not where the keyboard is.
let pointed = false;
root.addEventListener("pointermove", (event) => {
  pointed = event.pointerType === "mouse" && Boolean(/** @type {Element} */ (event.target).closest(".room-cards"));
});
root.addEventListener("pointerleave", () => {
  pointed = false;
  store.sort();
});
root.addEventListener("focusout", () => setTimeout(() => held() || store.sort()));
const held = () => pointed || Boolean(root.querySelector(".room-cards :focus-visible"));
store.heldBy(held);

root.replaceChildren();
connection.connect();
draw();
