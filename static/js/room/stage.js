// Whose turn it is, seen before it is read; what this step asks; where we are.
import { html } from "preact-htm";
import { Gifts } from "room/gifts.js";
import { floorOf, Icon, Mark, nameOf, presenceOf, seatClass, therapistHere } from "room/parts.js";
import { t } from "room/texts.js";
import { ledTo } from "room/transcript.js";

export function Header({ store, config, onPause, children }) {
  const { now } = store;
  // The therapist pauses from her desk.
  const canPause = now && !store.closed && store.seat !== "therapist" && now.can.includes("pause");
  return html`<header class="room-header">
    <a class="home" href=${config.sessions} aria-label=${t("home")}><${Mark} floor=${now ? floorOf(store) : "none"} /></a>
    <div class="about">
      <h1 class="topic">${config.topic}</h1>
      <p class="sub">${now && !store.closed ? sub(store) : ""}</p>
    </div>
    ${config.record && html`<a class="button quiet" href=${config.record} target="_blank" rel="noopener"><${Icon} name="feather" /><span>${t("record")}</span></a>`}
    ${
      canPause &&
      html`<button class="button quiet" type="button" onClick=${onPause}><${Icon} name="pause" /><span>${t("pause")}</span></button>`
    }
    <div class="leave"><a class="button link" href=${config.leave} data-leave>${t("leave")}</a></div>
    <div class="edge">${children}</div>
  </header>`;
}

/** The turn in one glance, where the stage has been scrolled away. It only repeats what the stage says. */
export function TurnBar({ store }) {
  const others = ["first", "second"].filter((seat) => seat !== store.seat && store.presence[seat]);
  const here = others.map((seat) => `${nameOf(store, seat)} · ${t(`presence_${presenceOf(store, seat)}`)}`);
  if (therapistHere(store)) here.push(t("is_here", { name: nameOf(store, "therapist") }));
  return html`<div class="turnbar" aria-hidden="true">
    <span class="seats" data-floor=${floorOf(store)}>
      <i class="seat seat-first">${initial(store, "first")}</i><span class="thread"><i class="piece"></i></span><i class="seat seat-second">${initial(store, "second")}</i>
    </span>
    <span class="title">${titleOf(store)}${store.connection === "open" && html`<small>${here.join(", ")}</small>`}</span>
  </div>`;
}

const initial = (store, seat) => Array.from(nameOf(store, seat))[0]?.toUpperCase();

function sub(store) {
  const { now } = store;
  if (now.outcome) return t("sub_ended");
  const parts = [
    now.paused.length
      ? t("sub_paused")
      : now.ending
        ? t("sub_ending")
        : t("sub_sender", { name: nameOf(store, now.sender) }),
  ];
  if (therapistHere(store)) parts.push(t("is_here", { name: nameOf(store, "therapist") }));
  return parts.join(" · ");
}

/** What is asked now. In a pause only the therapist still has the stage. */
export function titleOf(store) {
  const { paused, title } = store.now;
  if (!paused.length) return title;
  return paused.includes(store.seat) ? t("paused_by_you") : t("paused_by", { name: nameOf(store, paused[0]) });
}

export function Stage({ store, config }) {
  const { now, mine } = store;
  const key = mine ? "why" : "meanwhile";
  const why = mine ? now.why : now.paused.length ? now.title : t("waiting_why", { name: holder(store) });
  return html`<section class="stage" aria-label=${t("stage")}>
    <div class="seats" data-floor=${floorOf(store)}>
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

/** Where the therapist has led, or what she said to both, until somebody goes on from there. */
function Led({ store }) {
  const event = ledTo(store.events);
  if (!event || store.seat === "therapist") return null;
  return html`<div class="led seat-therapist">
    <p class="who"><strong>${nameOf(store, event.seat)}</strong> ${event.tells}</p>
    ${event.words && html`<p class="words" dir="auto">${event.words}</p>`}
  </div>`;
}

function holder(store) {
  return store.now.floor.map((seat) => nameOf(store, seat)).join(" · ");
}

function Place({ store, seat }) {
  const name = nameOf(store, seat);
  const here = store.connection === "open" ? presenceOf(store, seat) : "unknown";
  const own = seat === store.seat;
  return html`<div class=${`place ${seatClass(seat)}`}>
    <span class="seat" aria-hidden="true">${initial(store, seat)}</span>
    <span class="name">${own ? t("you", { name }) : name}</span>
    <span class="presence" data-presence=${here}>${t(`presence_${here}`)}</span>
  </div>`;
}

function Path({ store }) {
  const { phases } = store.welcome.exercise;
  const at = phases.findIndex((phase) => phase.id === store.now.phase);
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
