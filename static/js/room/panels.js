// The quiet whole panels: paused, ended, scheduled, and the ways a room can be closed to somebody.
import { html, useRef } from "preact-htm";
import { After } from "room/after.js";
import { Dialog } from "room/dialog.js";
import { Icon, Mark, nameOf, seatClass, therapistHere } from "room/parts.js";
import { Aside } from "room/private.js";
import { t } from "room/texts.js";
import { pressable } from "room/unseen.js";
/** @import { Config, Dialogue, Props } from "types/room" */

/** @param {Props & {shared: boolean}} props */
export function Paused({ store, config, shared }) {
  const { paused, can } = store.now;
  const mine = paused.includes(store.seat);
  const others = paused.filter((seat) => seat !== store.seat);
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const by = nameOf(store, paused[0]);
  const title = mine ? t(shared ? "paused_shared" : "paused_by_you") : t("paused_by", { name: by });
  const both = mine && others.length > 0 && t("paused_both", { name: nameOf(store, others[0]) });
  const therapist = t("is_here", { name: nameOf(store, "therapist") });
  return html`<section class=${`paused ${seatClass(paused[0])}`} aria-labelledby="now">
    <div class="breath large" aria-hidden="true"></div>
    <h2 id="now" tabindex="-1">${title}</h2>
    <p>${t("paused_why")}</p>
    <p>${both || (mine ? t("paused_breathe") : t("paused_wait", { name: by }))}</p>
    ${therapistHere(store) && html`<p class="seat-therapist"><span class="chip">${therapist}</span></p>`}
    <div class="actions">
      ${
        can.includes("resume") &&
        html`<button class="button" type="button" ...${pressable(store)} onClick=${() => store.act("resume")}>
          <${Icon} name="play" />${t("resume")}
        </button>`
      }
      ${
        !mine &&
        can.includes("pause") &&
        html`<button class="button quiet" type="button" onClick=${() => store.act("pause")}>${t("pause_too")}</button>`
      }
      <button class="button quiet" type="button" onClick=${() => dialog.current?.showModal()}>${t("end")}</button>
    </div>
    ${!shared && html`<${Aside} store=${store} config=${config} />`}
    <${AskToEnd} store=${store} dialog=${dialog} why=${t("end_why")} />
  </section>`;
}

/**
 * Asked before it ends for everybody; opened by `dialog.current.showModal()`.
 * @param {{store: Dialogue, dialog: {current: HTMLDialogElement | null}, why: string}} props
 */
export function AskToEnd({ store, dialog, why }) {
  const close = () => dialog.current?.close();
  const end = () => {
    close();
    store.act("end");
  };
  return html`<${Dialog} dialog=${dialog} id="end-title" title=${t("end_title")}>
    <p>${why}</p>
    <div class="actions">
      <button class="button" type="button" onClick=${end}>${t("end_yes")}</button>
      <button class="button quiet" type="button" autofocus onClick=${close}>${t("end_no")}</button>
    </div>
  <//>`;
}

/** How it ended, never who ended it. @param {string} outcome */
export const ending = (outcome) =>
  ["completed", "declined", "left_for_today"].includes(outcome) ? outcome : "stopped";

/** What one has said oneself may lead further: never by itself. @param {Dialogue} store @param {Config} config */
function sown(store, { seed }) {
  return seed && store.events.some((event) => event.seat === store.seat && seed.moves.includes(event.name))
    ? seed
    : null;
}

/** @param {Props} props */
export function Ended({ store, config }) {
  const { outcome } = store.now;
  const key = ending(outcome);
  const seed = sown(store, config);
  const look = config.done ? "button link" : "button quiet"; // one thing stands out: to go
  return html`<section class="ended" aria-labelledby="now">
    <${Mark} floor=${outcome === "completed" ? "both" : "none"} />
    <h2 id="now" tabindex="-1">${t(`ended_${key}`)}</h2>
    <p>${t(`ended_${key}_why`)}</p>
    ${store.now.afterwards && html`<p class="afterwards">${store.now.afterwards}</p>`}
    ${seed && html`<p class="seed">${t("seed_why")} <a href=${seed.url}>${seed.label}</a></p>`}
    ${key === "completed" && config.takeaway && html`<${After} address=${config.takeaway} />`}
    ${config.done && html`<div class="actions"><a class="button" href=${config.done}>${t("done_for_today")}</a></div>`}
    <div class=${config.done ? "actions also" : "actions"}>
      ${key === "completed" && config.takeaway && html`<a class=${look} href=${config.takeaway}>${t("takeaway")}</a>`}
      ${
        key !== "declined" &&
        html`<a class=${config.done ? look : "button"} href=${config.transcript}>${t("read_again")}</a>`
      }
      ${key !== "declined" && config.pulse && html`<a class=${look} href=${config.pulse}>${t("pulse")}</a>`}
      ${!config.done && html`<a class="button quiet" href=${config.sessions}>${t("to_sessions")}</a>`}
      ${store.now.afterwards && config.help && html`<a class="button quiet" href=${config.help}>${t("somebody")}</a>`}
    </div>
  </section>`;
}

/** @type {Record<number, string>} */
const CLOSED = { 4401: "signed_out", 4403: "other", 4404: "gone", 4409: "too_many", 4423: "not_open" };

/**
 * The server will not have this tab: signed out, no such dialogue, too many tabs.
 * @param {{store: {closed: number}, config: Config}} props
 */
export function Closed({ store, config }) {
  const key = CLOSED[store.closed] ?? "defect";
  const again = key === "too_many" || key === "defect";
  return html`<section class="ended" aria-labelledby="now">
    <${Mark} floor="none" />
    <h2 id="now" tabindex="-1">${t(`closed_${key}`)}</h2>
    <p>${t(`closed_${key}_why`)}</p>
    <div class="actions">
      ${key === "signed_out" && html`<a class="button" href=${config.signIn}>${t("sign_in")}</a>`}
      ${again && html`<a class="button" href=${config.here}>${t("try_again")}</a>`}
      ${key !== "signed_out" && html`<a class="button quiet" href=${config.sessions}>${t("to_sessions")}</a>`}
    </div>
  </section>`;
}

/**
 * Always in the page, so that a screen reader hears it when it is filled.
 * @param {{sending: boolean, shown: boolean, long: boolean}} props
 */
export function Connection({ sending, shown, long }) {
  const said = `${t(sending ? "lost_sending" : "lost")} ${long ? t("blocked") : ""}`.trim();
  return html`<div role="status" class=${shown ? "connection" : "visually-hidden"}>
    ${shown && html`<${Icon} name="wifi-off" /><span>${said}</span>`}
  </div>`;
}
