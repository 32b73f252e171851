// Whose turn it is, seen before it is read; what this step asks; where we are.
import { html } from "preact-htm";
import { Leave } from "room/dialog.js";
import { Gifts } from "room/gifts.js";
import { ledTo, nearness } from "room/layout.js";
import {
  floorOf,
  Icon,
  initialOf,
  Mark,
  nameOf,
  PARTNERS,
  presenceOf,
  Said,
  seatClass,
  therapistHere,
} from "room/parts.js";
import { t } from "room/texts.js";
/** @import { Seat } from "types/frames" */
/** @import { Config, Dialogue, Props } from "types/room" */

/**
 * Pause and the way out stand at its two ends: a hand that shakes takes neither for the other.
 * @param {{
 *   store: Dialogue | null, turn: Dialogue | null, closed: boolean, config: Config, onPause: () => void,
 *   children?: unknown,
 * }} props `store` is null before the welcome; `turn` while there is none to be seen
 */
export function Header({ store, turn, closed, config, onPause, children }) {
  const open = store && !closed;
  // The therapist pauses from her desk.
  const canPause = open && store.seat !== "therapist" && store.now.can.includes("pause");
  return html`<header class="room-header">
    <a class="home" href=${config.sessions} aria-label=${t("home")}>
      <${Mark} floor=${store ? floorOf(store) : "none"} />
    </a>
    ${
      canPause &&
      html`<button class="button quiet" type="button" onClick=${onPause}>
        <${Icon} name="pause" /><span>${t("pause")}</span>
      </button>`
    }
    <div class="about">
      <h1 class="topic">${closed ? t("closed_topic") : config.topic}</h1>
      <p class="sub">${open ? sub(store) : ""}</p>
    </div>
    ${turn && html`<${TurnBar} store=${turn} />`}
    ${
      config.record &&
      html`<a class="button quiet" href=${config.record} target="_blank" rel="noopener">
        <${Icon} name="feather" /><span>${t("record")}</span>
      </a>`
    }
    <${Leave} />
    ${turn && html`<${Way} store=${turn} />`}
    <div class="edge">${children}</div>
  </header>`;
}

/**
 * The turn in one glance, where the stage has been scrolled away. It only repeats what the stage says.
 * @param {{store: Dialogue}} props
 */
function TurnBar({ store }) {
  const others = PARTNERS.filter((seat) => seat !== store.seat && store.presence[seat]);
  const here = others.map((seat) => `${nameOf(store, seat)} · ${t(`presence_${presenceOf(store, seat)}`)}`);
  if (therapistHere(store)) here.push(t("is_here", { name: nameOf(store, "therapist") }));
  return html`<div class="turnbar" aria-hidden="true">
    <span class="seats" data-floor=${floorOf(store)}>
      <i class="seat seat-first">${initialOf(nameOf(store, "first"))}</i>
      <span class="thread"><i class="piece"></i></span>
      <i class="seat seat-second">${initialOf(nameOf(store, "second"))}</i>
    </span>
    <span class="title">
      <b>${titleOf(store)}</b>${store.connection === "open" && html`<small>${here.join(", ")}</small>`}
    </span>
  </div>`;
}

/** @param {Dialogue} store */
function sub(store) {
  const { now } = store;
  if (now.outcome) return t("sub_ended");
  const sender = () => t("sub_sender", { name: nameOf(store, now.sender) });
  const parts = [now.paused.length ? t("sub_paused") : now.ending ? t("sub_ending") : sender()];
  if (therapistHere(store)) parts.push(t("is_here", { name: nameOf(store, "therapist") }));
  return parts.join(" · ");
}

/** What is asked now. In a pause only the therapist still has the stage. @param {Dialogue} store */
function titleOf(store) {
  const { paused, title } = store.now;
  if (!paused.length) return title;
  return paused.includes(store.seat) ? t("paused_by_you") : t("paused_by", { name: nameOf(store, paused[0]) });
}

/** @param {Props} props */
export function Stage({ store, config }) {
  const { now, mine } = store;
  const key = mine ? "why" : "meanwhile";
  const why = mine ? now.why : now.paused.length ? now.title : t("waiting_why", { name: holder(store) });
  return html`<section class="stage" aria-label=${t("stage")}>
    <div class="seats" data-floor=${floorOf(store)} style=${{ "--near": nearness(store.events) }}>
      <${Place} store=${store} seat="first" />
      <div class="thread" aria-hidden="true"><i class="piece"></i></div>
      <${Place} store=${store} seat="second" />
      ${(therapistHere(store) || store.seat === "therapist") && html`<${Place} store=${store} seat="therapist" />`}
    </div>
    <h2 class="now" id="now" tabindex="-1">${titleOf(store)}</h2>
    <p class=${`why ${key}`}>${why}</p>
    ${now.ending && html`<p class="ending">${t("ending")}</p>`}
    <${Led} store=${store} />
    <${Path} store=${store} />
    <${Gifts} store=${store} config=${config} />
  </section>`;
}

/**
 * Where the therapist has led, or what she said to both, until somebody goes on from there.
 * @param {{store: Dialogue}} props
 */
function Led({ store }) {
  const event = ledTo(store.events);
  if (!event || store.seat === "therapist") return null;
  return html`<div class="led seat-therapist"><${Said} store=${store} event=${event} /></div>`;
}

const holder = (/** @type {Dialogue} */ store) => store.now.floor.map((seat) => nameOf(store, seat)).join(" · ");

/** @param {{store: Dialogue, seat: Seat}} props */
function Place({ store, seat }) {
  const name = nameOf(store, seat);
  const here = store.connection === "open" ? presenceOf(store, seat) : "unknown";
  const own = seat === store.seat;
  return html`<div class=${`place ${seatClass(seat)}`}>
    <span class="seat" aria-hidden="true">${initialOf(name)}</span>
    <span class="name">${own ? t("you", { name }) : name}</span>
    <span class="presence" data-presence=${here}>${t(`presence_${here}`)}</span>
  </div>`;
}

/** Where the dialogue is among its parts; -1 for none of them. @param {Dialogue} store */
const phaseAt = (store) => store.welcome.exercise.phases.findIndex((phase) => phase.id === store.now.phase);

/** The path as one thin line with a name, always in view on a phone. It repeats it. @param {{store: Dialogue}} props */
function Way({ store }) {
  const { phases } = store.welcome.exercise;
  const at = phaseAt(store);
  return html`<div class="way" aria-hidden="true">
    ${phases.map((phase, index) => html`<i key=${phase.id} class=${index < at ? "done" : index === at ? "at" : ""} />`)}
    <span>${phases[at]?.name}</span>
  </div>`;
}

/** @param {{store: Dialogue}} props */
function Path({ store }) {
  const { phases } = store.welcome.exercise;
  const at = phaseAt(store);
  return html`<ol class="path" aria-label=${t("path")}>
    ${phases.map((phase, index) => {
      const current = index === at && !store.now.outcome;
      const done = index < at || store.now.outcome === "completed";
      return html`<li key=${phase.id} class=${done ? "done" : ""} aria-current=${current ? "step" : null}>
        <span>${phase.name}${done && html`<span class="visually-hidden"> ${t("done")}</span>`}</span>
      </li>`;
    })}
  </ol>`;
}
