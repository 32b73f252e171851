// Whose turn it is, seen before it is read; what this step asks; where we are.
import { html } from "preact-htm";
import { Gifts } from "room/gifts.js";
import { Icon, Mark, floorOf, nameOf, seatClass } from "room/parts.js";
import { t } from "room/texts.js";

export function Header({ store, config, onPause, children }) {
  const { now } = store;
  const canPause = now && !store.closed && now.can.includes("pause");
  return html`<header class="room-header">
    <a class="home" href=${config.sessions} aria-label=${t("home")}><${Mark} floor=${now ? floorOf(store) : "none"} /></a>
    <div class="about">
      <h1 class="topic">${config.topic}</h1>
      <p class="sub">${now && !store.closed ? sub(store) : ""}</p>
    </div>
    ${canPause &&
    html`<button class="button quiet" type="button" onClick=${onPause}><${Icon} name="pause" /><span>${t("pause")}</span></button>`}
    <div class="leave"><a class="button link" href=${config.leave} data-leave>${t("leave")}</a></div>
    <div class="edge">${children}</div>
  </header>`;
}

/** The turn in one glance, where the stage has been scrolled away. It only repeats what the stage says. */
export function TurnBar({ store }) {
  const seat = store.seat === "first" ? "second" : "first";
  const here = store.presence[seat];
  const partner = here && store.connection === "open" && `${nameOf(store, seat)} · ${t(`presence_${here}`)}`;
  return html`<div class="turnbar" aria-hidden="true">
    <span class="seats" data-floor=${floorOf(store)}>
      <i class="seat seat-first">${initial(store, "first")}</i><span class="thread"><i class="piece"></i></span><i class="seat seat-second">${initial(store, "second")}</i>
    </span>
    <span class="title">${store.now.title}${partner && html`<small>${partner}</small>`}</span>
  </div>`;
}

const initial = (store, seat) => Array.from(nameOf(store, seat))[0]?.toUpperCase();

function sub(store) {
  const { now } = store;
  if (now.outcome) return t("sub_ended");
  if (now.paused.length) return t("sub_paused");
  return t("sub_sender", { name: nameOf(store, now.sender) });
}

export function Stage({ store, config }) {
  const { now, mine } = store;
  const key = mine ? "why" : "meanwhile";
  return html`<section class="stage" aria-label=${t("stage")}>
    <div class="seats" data-floor=${floorOf(store)}>
      <${Place} store=${store} seat="first" />
      <div class="thread" aria-hidden="true"><i class="piece"></i></div>
      <${Place} store=${store} seat="second" />
      ${store.welcome.people.therapist && store.presence.therapist !== "away" && html`<${Place} store=${store} seat="therapist" />`}
    </div>
    <h2 class="now" id="now" tabindex="-1">${now.title}</h2>
    <p class=${`why ${key}`}>${mine ? now.why : t("waiting_why", { name: holder(store) })}</p>
    <${Path} store=${store} />
    <${Gifts} store=${store} config=${config} />
  </section>`;
}

function holder(store) {
  return store.now.floor.map((seat) => nameOf(store, seat)).join(" · ");
}

function Place({ store, seat }) {
  const name = nameOf(store, seat);
  const here = store.connection === "open" ? (store.presence[seat] ?? "away") : "unknown";
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
