// The room: draws what the server says is so, and carries what the person does.
import { html, render, useEffect, useRef, useState } from "preact-htm";
import { Aloud, SoFar } from "room/aloud.js";
import { useAwake } from "room/awake.js";
import { useCue } from "room/cues.js";
import { Desk } from "room/desk.js";
import { Dock } from "room/dock.js";
import { unfocused } from "room/focus.js";
import { Keep } from "room/keep.js";
import { useLater } from "room/later.js";
import { HandOver, usePhone } from "room/one-phone.js";
import { Connection as Banner, Closed, Ended, ending, Paused } from "room/panels.js";
import { nameOf, therapistHere } from "room/parts.js";
import { Header, Stage, TurnBar } from "room/stage.js";
import { Store } from "room/store.js";
import { t, timeOf } from "room/texts.js";
import { Transcript } from "room/transcript.js";
import { connected } from "room/wiring.js";

const root = /** @type {HTMLElement} */ (document.getElementById("room"));
const config = JSON.parse(document.getElementById("room-config")?.textContent ?? "{}");

const store = new Store((frame) => connection.send(frame), new Keep(config.person, config.dialogue), draw);
const connection = connected(config.socket, store, "welcome");

function Room() {
  const { now, closed } = store;
  const lost = useLater(store.connection !== "open" && !closed);
  const atDesk = store.welcome && store.seat === "therapist";
  const open = Boolean(now && !closed && !now.outcome && (atDesk || !now.paused.length));
  const spoken = Boolean(now?.medium === "spoken" && !now.outcome && !closed);
  const aloud = spoken && !atDesk;
  useAwake(aloud);
  const phone = usePhone(store, aloud);
  const said = useSpoken(phone);
  useCue(store, aloud, phone.shared ? phone.next : "");
  useEffect(() => void root.toggleAttribute("data-aloud", aloud), [aloud]);
  useFollowing(open, aloud);
  useScrolledAway(open);

  let body;
  if (closed) body = html`<${Closed} store=${store} config=${config} />`;
  else if (!now)
    body = html`<section class="ended"><div class="breath large" aria-hidden="true"></div><h2>${t("joining")}</h2></section>`;
  else if (now.outcome) body = html`<${Ended} store=${store} config=${config} />`;
  else if (!open) body = html`<${Paused} store=${store} config=${config} shared=${Boolean(now.borrowed)} />`;
  else if (phone.handing) body = html`<${HandOver} key=${phone.next} store=${store} phone=${phone} />`;
  else if (aloud)
    body = html`<${Stage} store=${phone.store} config=${config} />${phone.store === store && html`<${SoFar} store=${store} config=${config} />`}<${Aloud} store=${phone.store} config=${config} />`;
  else
    body = html`<${Stage} store=${store} config=${config} /><${Transcript} store=${store} config=${config} /><${atDesk ? Desk : Dock} store=${store} config=${config} />`;

  return html`
    <${Header} store=${store} config=${config} onPause=${() => store.act("pause")}>
      ${open && !phone.handing && html`<${TurnBar} store=${phone.store} />`}
      <${Banner} store=${store} shown=${lost} />
    <//>
    ${body}
    <p class="visually-hidden" aria-live="polite">${said}</p>
  `;
}

/** What a screen reader should hear: the newest words of the others, what is asked now, and who came in. */
function useSpoken(phone) {
  const heard = useRef(-1);
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (!store.now) return;
    const from = heard.current;
    heard.current = store.number;
    if (from < 0) return;
    const fresh = store.events
      .filter((event) => event.number > from && event.seat !== store.seat && event.name !== "end")
      .filter((event) => !event.to || !store.now.borrowed) // a phone for two says nothing private aloud
      .map(
        (event) =>
          `${nameOf(store, event.seat)} ${event.tells}${timeOf(event)}${event.words ? `: ${event.words}` : ""}`,
      );
    if (store.number > from) setSaid([...fresh, asked(phone)].filter(Boolean).map(sentence).join(" "));
  }, [store.number, store.now?.title, phone.next]);
  const here = store.welcome ? therapistHere(store) : null;
  const known = useRef(here);
  useEffect(() => {
    const before = known.current;
    known.current = here;
    if (before !== null && here !== null)
      setSaid(t(here ? "is_here" : "has_left", { name: nameOf(store, "therapist") }));
  }, [here]);
  return said;
}

function asked(phone) {
  const { outcome, paused } = store.now;
  const title = phone.handing ? t("hand_to", { name: nameOf(store, phone.next) }) : phone.store.now.title;
  if (outcome) return t(`ended_${ending(outcome)}`);
  return paused.length ? "" : title;
}

const sentence = (/** @type {string} */ text) => (/[.!?…]$/.test(text) ? text : `${text}.`);

/** Keep the newest words in view, and the keyboard somewhere sensible, when the turn passes. */
function useFollowing(/** @type {boolean} */ open, /** @type {boolean} */ aloud) {
  const place = `${store.now?.moment}:${store.now?.paused}:${store.now?.outcome}:${store.closed}`;
  const first = useRef(true);
  useEffect(toTheEnd, [store.number]);
  useStayingAtTheEnd(open, aloud);
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

// The dock lies below the words: where the page ends, it covers none of them.
function toTheEnd() {
  if (document.getElementById("newest")) scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
}

/** Who reads the newest words still sees them when the dock grows, by a hint or a longer sentence. */
function useStayingAtTheEnd(/** @type {boolean} */ open, /** @type {boolean} */ aloud) {
  useEffect(() => {
    const dock = /** @type {HTMLElement | null} */ (document.querySelector(".dock"));
    if (!dock) return;
    let atEnd = true;
    let height = dock.offsetHeight;
    const look = () => {
      if (dock.offsetHeight !== height) return; // it has just grown: that is not the reader's scrolling
      const { scrollHeight, clientHeight, scrollTop } = document.documentElement;
      atEnd = scrollHeight - clientHeight - scrollTop < 32;
    };
    const observer = new ResizeObserver(() => {
      height = dock.offsetHeight;
      if (atEnd) toTheEnd();
    });
    observer.observe(dock);
    document.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      document.removeEventListener("scroll", look);
    };
  }, [open, aloud]);
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

let drawing = false;
function draw() {
  if (drawing) return;
  drawing = true;
  queueMicrotask(() => {
    drawing = false;
    render(html`<${Room} tick=${{}} />`, root);
  });
}

root.replaceChildren();
window.addEventListener("pagehide", () => store.flush());
connection.connect();
draw();
