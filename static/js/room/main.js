// The room: draws what the server says is so, and carries what the person does.
import { html, render, useEffect, useRef, useState } from "preact-htm";
import { Aloud, SoFar } from "room/aloud.js";
import { useAwake } from "room/awake.js";
import { useCue } from "room/cues.js";
import { Dock } from "room/dock.js";
import { soon } from "room/drawn.js";
import { unfocused } from "room/focus.js";
import { Joining } from "room/joining.js";
import { Keep } from "room/keep.js";
import { useLater } from "room/later.js";
import { HandOver, usePhone } from "room/one-phone.js";
import { Connection as Banner, Closed, Ended, ending, Paused } from "room/panels.js";
import { nameOf, therapistHere } from "room/parts.js";
import { NewWords, useReading } from "room/reading.js";
import { Header, Stage } from "room/stage.js";
import { Store, welcomed } from "room/store.js";
import { clock, t, timeOf } from "room/texts.js";
import { Desk } from "room/therapist.js";
import { Transcript } from "room/transcript.js";
import { useView } from "room/view.js";
import { connected } from "room/wiring.js";

/** @import { Config, Dialogue, Phone } from "types/room" */

const LONG = 30_000; // milliseconds after which a loss is not a short one
const ENDS = new Set(["end", "leave_for_today"]); // by whom is not said

const root = /** @type {HTMLElement} */ (document.getElementById("room"));
/** @type {Config} */
const config = JSON.parse(document.getElementById("room-config")?.textContent ?? "{}");

const draw = soon(() => render(html`<${Room} tick=${{}} />`, root));
const kept = new Keep(config.whose, config.dialogue);
const store = new Store((frame) => connection.send(frame), kept, draw, config, clock);
const connection = connected(config.socket, store);

function Room() {
  const { now, closed } = store;
  const room = welcomed(store) ? store : null;
  const lost = useLater(store.connection !== "open" && !closed);
  const long = useLater(store.connection !== "open" && !closed, LONG);
  const atDesk = room?.seat === "therapist";
  const open = Boolean(now && !closed && !now.outcome && (atDesk || !now.paused.length));
  const spoken = Boolean(now?.medium === "spoken" && !now.outcome && !closed);
  const aloud = spoken && !atDesk;
  useAwake(aloud);
  const phone = usePhone(room, aloud);
  const said = useSpoken(room, phone);
  useCue(room, aloud, phone.shared ? phone.next : "");
  useEffect(() => void root.toggleAttribute("data-aloud", aloud), [aloud]);
  useView(root, open && !aloud);
  const reading = useReading(store, open, aloud);
  useKeptFocus();
  useScrolledAway(open);
  return html`
    <${Header} store=${room} turn=${open && !phone.handing ? phone.store : null} closed=${Boolean(closed)}
      config=${config} onPause=${() => store.act("pause")}>
      ${open && !phone.handing && html`<${NewWords} store=${room} reading=${reading} />`}
      <${Banner} long=${long} sending=${store.outbox.all.length > 0} shown=${lost} />
    <//>
    ${closed ? html`<${Closed} store=${store} config=${config} />` : body(room, phone, open, aloud)}
    <p class="visually-hidden" aria-live="polite">${said}</p>
  `;
}

/** @param {Dialogue | null} room @param {Phone} phone @param {boolean} open @param {boolean} aloud */
function body(room, phone, open, aloud) {
  if (!room) return html`<${Joining} config=${config} />`;
  if (room.now.outcome) return html`<${Ended} store=${room} config=${config} />`;
  const shared = Boolean(room.now.borrowed);
  if (!open) return html`<${Paused} store=${room} config=${config} shared=${shared} />`;
  if (phone.handing) return html`<${HandOver} key=${phone.next} store=${room} phone=${phone} />`;
  if (aloud) {
    return html`
      <${Stage} store=${phone.store} config=${config} />
      ${phone.store === room && html`<${SoFar} store=${room} config=${config} />`}
      <${Aloud} store=${phone.store} config=${config} />
    `;
  }
  return html`
    <${Stage} store=${room} config=${config} />
    <${Transcript} store=${room} config=${config} />
    <${room.seat === "therapist" ? Desk : Dock} store=${room} config=${config} />
  `;
}

/**
 * What a screen reader should hear: the newest words of the others, what is asked now, and who came in.
 * @param {Dialogue | null} room
 * @param {Phone} phone
 */
function useSpoken(room, phone) {
  const heard = useRef(-1);
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (!room) return;
    const from = heard.current;
    heard.current = room.number;
    if (from < 0) return;
    const fresh = room.events
      .filter((event) => event.number > from && !ENDS.has(event.name) && (event.tells || event.words))
      .filter((event) => event.joint || event.seat !== room.seat)
      .filter((event) => !event.to || !room.now.borrowed) // a phone for two says nothing private aloud
      .map((event) => {
        if (event.joint) return event.tells;
        const done = `${nameOf(room, event.seat)} ${event.tells}${timeOf(event)}`;
        return event.words ? `${done}: ${event.words}` : done;
      });
    if (room.number > from) setSaid([...fresh, asked(room, phone)].filter(Boolean).map(sentence).join(" "));
  }, [store.number, store.now?.title, phone.next]);
  const here = room ? therapistHere(room) : null;
  const known = useRef(here);
  useEffect(() => {
    const before = known.current;
    known.current = here;
    if (!room || before === null || here === null) return;
    setSaid(t(here ? "is_here" : "has_left", { name: nameOf(room, "therapist") }));
  }, [here]);
  return said;
}

/** @param {Dialogue} room @param {Phone} phone */
function asked(room, phone) {
  const { outcome, paused } = room.now;
  if (outcome) return t(`ended_${ending(outcome)}`);
  if (paused.length) return "";
  return phone.handing ? t("hand_to", { name: nameOf(room, phone.next) }) : (phone.store ?? room).now.title;
}

const sentence = (/** @type {string} */ text) => (/[.!?…]$/.test(text) ? text : `${text}.`);

/** Keep the keyboard somewhere sensible when the turn passes. */
function useKeptFocus() {
  const place = `${store.now?.moment}:${store.now?.paused}:${store.now?.outcome}:${store.closed}`;
  const first = useRef(true);
  useEffect(() => {
    if (!store.now && !store.closed) return;
    if (first.current) {
      first.current = false;
      return;
    }
    // Only when what had the focus is gone: nobody is torn away from what they are reading.
    if (unfocused()) document.getElementById("now")?.focus({ preventScroll: true });
  }, [place]);
}

/** Tell the style sheet when the stage is out of sight, so that the turn stays visible. */
function useScrolledAway(/** @type {boolean} */ open) {
  useEffect(() => {
    const heading = document.querySelector(".stage .now");
    if (!heading) return root.removeAttribute("data-scrolled");
    const observer = new IntersectionObserver(
      // Several at once where the browser had much to do: the last one is how it is now.
      (entries) => root.toggleAttribute("data-scrolled", !entries.at(-1)?.isIntersecting),
      { rootMargin: "-64px 0px 0px 0px" },
    );
    observer.observe(heading);
    return () => observer.disconnect();
  }, [open]);
}

root.replaceChildren();
window.addEventListener("pagehide", () => store.flush());
connection.connect();
draw();
