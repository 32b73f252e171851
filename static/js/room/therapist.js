// The therapist's place in the room: every act of hers, under one thumb. She structures; the words are theirs.
import { html, useEffect, useRef, useState } from "preact-htm";
import { Medium } from "room/medium.js";
import { AskToEnd } from "room/panels.js";
import { Icon, nameOf, seatClass } from "room/parts.js";
import { t } from "room/texts.js";
import { namesAround, SHEETS } from "room/therapist_drawers.js";

/** @import { Partner, Seat } from "types/frames" */
/** @import { Dialogue, Props } from "types/room" */

const DESK_SAYS = 6000;

/** Which sheet is open, and for whom. @type {{name: string, to: Partner | ""}} */
const CLOSED = { name: "", to: "" };

/** @param {Props} props */
export function Desk({ store, config }) {
  const [open, setOpen] = useState(CLOSED);
  const [done, setDone] = useState("");
  const opener = useRef("");
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));

  useEffect(() => {
    if (open.name) opener.current = open.name;
    else if (opener.current) {
      const tile = document.getElementById(`tile-${opener.current}`) ?? document.querySelector(".tile");
      /** @type {HTMLElement | null} */ (tile)?.focus();
      opener.current = "";
    }
  }, [open.name]);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(""), DESK_SAYS);
    return () => clearTimeout(timer);
  }, [done]);

  const show = (/** @type {string} */ name, /** @type {Partner | ""} */ to = "") => {
    setDone("");
    setOpen({ name, to });
  };
  const close = (said = "") => {
    setDone(typeof said === "string" ? said : "");
    setOpen(CLOSED);
  };
  const Opened = SHEETS[open.name];
  const { slow, can } = store.now;
  return html`<div class="dock desk">
    <${Hands} store=${store} onWhisper=${(/** @type {Partner} */ to) => show("whisper", to)} />
    ${
      Opened
        ? html`<${Opened} key=${open.name + open.to} store=${store} config=${config} to=${open.to}
          onClose=${() => close()} onDone=${close} />`
        : html`<section class="composer tiles-card seat-therapist" aria-label=${t("desk")}>
          <p class="desk-says" aria-live="polite">${store.refusal?.message || done || standing(store)}</p>
          <div class="tiles">
            <${PauseTile} store=${store} />
            <${Tile} name="lead" icon="compass" onClick=${() => show("lead")} />
            <${Tile} name="whisper" icon="lock" onClick=${() => show("whisper")} />
            <${Tile} name="offer" icon="feather" onClick=${() => show("offer")} />
            <${Tile} name="frame" icon="quote" onClick=${() => show("frame")} />
            <${Tile} name="slow" icon="clock" note=${slow ? seconds(slow) : ""}
              onClick=${() => show("slow")} />
            <${Tile} name="end" icon="door-open" onClick=${() => dialog.current?.showModal()} />
            ${can.includes("double") && html`<${Tile} name="double" icon="users" onClick=${() => show("double")} />`}
          </div>
          <div class="foot"><${Medium} store=${store} /></div>
        </section>`
    }
    <${AskToEnd} store=${store} dialog=${dialog} why=${t("end_therapist_why")} />
  </div>`;
}

const seconds = (/** @type {number} */ slow) => t("seconds", { seconds: String(slow) });

/** What she may want to know and nobody says. @param {Dialogue} store */
function standing(store) {
  const { now, connection, outbox } = store;
  if (outbox.all.length) return t(connection === "open" ? "on_its_way" : "will_be_sent");
  if (now.corrections >= 3) return t("desk_corrections", { name: nameOf(store, now.sender) });
  if (now.lent) return t("desk_one_phone", namesAround(store, now.lent));
  return now.medium === "spoken" ? t("desk_aloud") : "";
}

/** @param {{name: string, icon: string, note?: string, label?: string, onClick: () => void}} props */
function Tile({ name, icon, note = "", label = t(`tile_${name}`), onClick }) {
  return html`<button type="button" class="tile" id=${`tile-${name}`} onClick=${onClick}>
    <${Icon} name=${icon} /><span>${label}${note && html` <small>${note}</small>`}</span></button>`;
}

/** @param {{store: Dialogue}} props */
function PauseTile({ store }) {
  const { can } = store.now;
  const act = can.includes("resume") ? "resume" : "pause";
  const [icon, label] = act === "pause" ? ["pause", t("pause")] : ["play", t("go_on")];
  return html`<${Tile} name="pause" icon=${icon} label=${label}
    onClick=${() => store.act(act)} />`;
}

/** @param {{store: Dialogue, onWhisper: (to: Seat) => void}} props */
function Hands({ store, onWhisper }) {
  const see = (/** @type {Seat} */ seat) => store.act("see_hand", { to: /** @type {Partner} */ (seat) });
  return store.now.hands.map((seat) => {
    const name = nameOf(store, seat);
    const words = store.newest("raise_hand", seat)?.words;
    return html`<div key=${seat} class=${`raised ${seatClass(seat)}`} role="group" aria-label=${t("hand_up", { name })}>
      <p><${Icon} name="hand" /><span>${t("hand_up", { name })}</span></p>
      ${words && html`<p class="words" dir="auto">${words}</p>`}
      <div class="actions">
        <button type="button" class="button quiet" onClick=${() => see(seat)}>${t("hand_seen")}</button>
        <button type="button" class="button quiet" onClick=${() => onWhisper(seat)}>
          ${t("whisper_to", { name })}
        </button>
      </div>
    </div>`;
  });
}
