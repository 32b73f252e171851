// One phone for two, that goes from hand to hand: the seat that was lent to it, and whose hand it is in.
import { html, useEffect, useRef, useState } from "preact-htm";
import { Icon, nameOf, seatClass } from "room/parts.js";
import { t } from "room/texts.js";

const NOTHING = Object.freeze({ moment: -1, move: "", words: "" });

/**
 * The dialogue as the other partner may see it on this phone. Nothing is here that is one person's alone:
 * not theirs, which never comes to this phone, and not that of whoever is signed in.
 */
class OtherSeat {
  draft = NOTHING;
  kept = "";
  asides = {};
  /** @type {any[]} */ shelf = [];
  /** @type {Set<number>} */ hidden = new Set();

  /** @param {any} own */
  constructor(own) {
    this.own = own;
    const { borrowed, ...now } = own.now;
    const part = now.sender === borrowed.seat ? "sender" : "receiver";
    this.seat = borrowed.seat;
    this.now = { ...now, ...borrowed, part, can: [], hands: [], offers: {} };
    this.events = own.events.filter((event) => !event.to);
  }

  get mine() {
    return this.now.floor.includes(this.seat) && !this.now.paused.length;
  }

  get welcome() {
    return this.own.welcome;
  }
  get presence() {
    return this.own.presence;
  }
  get connection() {
    return this.own.connection;
  }
  get closed() {
    return this.own.closed;
  }
  get outbox() {
    return this.own.outbox;
  }
  get sending() {
    return this.own.sending;
  }
  get refusal() {
    return this.own.refusal;
  }
  get wait() {
    return this.own.wait;
  }
  get lasts() {
    return this.own.lasts;
  }

  pending() {
    return null;
  }
  newest() {
    return undefined;
  }
  act(name) {
    this.own.act(name, { seat: this.seat });
  }
}

/**
 * Whose turn it is at this phone, in whose hand it is, and the dialogue as that person may see it. In
 * nobody's, to begin with and after a reload: whoever has it says so before anything private is shown.
 * @param {any} store
 * @param {boolean} aloud
 */
export function usePhone(store, aloud) {
  const shared = Boolean(aloud && store.now.borrowed && !store.now.paused.length);
  const [hand, setHand] = useState("");
  const { floor } = store.now ?? { floor: [] };
  const nearest = [hand, shared ? store.seat : ""].find((seat) => floor.includes(seat));
  const next = nearest ?? floor[0] ?? hand;
  const handing = shared && hand !== next;
  const lent = Boolean(store.now?.borrowed);
  useEffect(() => {
    if (!lent) setHand("");
  }, [lent]);
  const before = useRef(handing);
  useEffect(() => {
    // All that was here has changed, by a touch: who listens to the page begins at its title.
    if (before.current !== handing) document.getElementById("now")?.focus({ preventScroll: true });
    before.current = handing;
  }, [handing]);
  const other = shared && !handing && hand !== store.seat;
  return { shared, next, handing, take: () => setHand(next), store: other ? new OtherSeat(store) : store };
}

const DOUBLE_TAP = 350;

/**
 * From hand to hand: the whole screen says to whom, and shows nothing else. A thumb that taps twice presses
 * nothing of the next one's.
 */
export function HandOver({ store, phone }) {
  const name = nameOf(store, phone.next);
  const [still, setStill] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setStill(false), DOUBLE_TAP);
    return () => clearTimeout(timer);
  }, []);
  const take = () => {
    if (still) return;
    setStill(true);
    setTimeout(phone.take, DOUBLE_TAP);
  };
  return html`<section class=${`hand-over ${seatClass(phone.next)}`} aria-labelledby="now">
    <span class="seat" aria-hidden="true">${Array.from(name)[0]?.toUpperCase()}</span>
    <h2 id="now" tabindex="-1">${t("hand_to", { name })}</h2>
    <p>${t("hand_to_why", { name })}</p>
    <button type="button" class="button press" aria-disabled=${still ? "true" : null} onClick=${take}>${t("hand_has", { name })}</button>
    <div class="foot"><${OnePhone} store=${store} /></div>
  </section>`;
}

/** At the foot: the way to one phone, or back to one each. @param {{store: any, config?: any}} props */
export function OnePhone({ store, config }) {
  const dialog = useRef(null);
  const own = store.own ?? store;
  const { now } = own;
  const shared = Boolean(now.borrowed);
  if (!shared && !(config?.onePhone && now.can.includes("lend"))) return null;
  const open = () => dialog.current.showModal();
  const close = () => dialog.current.close();
  const name = nameOf(
    own,
    ["first", "second"].find((seat) => seat !== own.seat),
  );
  return html`<button type="button" class="button link one-phone" onClick=${open}><${Icon} name="smartphone" /><span>${t(shared ? "phone_each" : "phone_one")}</span></button>
    <dialog ref=${dialog} class="dialog" aria-labelledby="phone-title">
      <h2 id="phone-title">${t(shared ? "phone_each_title" : "phone_one_title")}</h2>
      <p>${t(shared ? "phone_each_why" : "phone_one_why", { name })}</p>
      ${
        shared
          ? html`<div class="actions">
            <button type="button" class="button" onClick=${() => {
              close();
              own.act("take_back");
            }}>${t("phone_each")}</button>
            <button type="button" class="button quiet" autofocus onClick=${close}>${t("phone_stay")}</button>
          </div>`
          : html`<div class="phones">
            <a class="button" href=${config.onePhone}>${t("phone_this")}</a>
            <p>${t("phone_this_why", { name })}</p>
            <button type="button" class="button" onClick=${() => {
              close();
              own.act("lend");
            }}>${t("phone_other", { name })}</button>
            <p>${t("phone_other_why", { name })}</p>
            <button type="button" class="button quiet" autofocus onClick=${close}>${t("close")}</button>
          </div>`
      }
    </dialog>`;
}

/** At the lender's own: that the other's phone acts too, and how to end that. What is private is only here. */
export function LentAway({ store }) {
  if (store.own || store.now.lent !== store.seat) return null;
  const name = nameOf(
    store,
    ["first", "second"].find((seat) => seat !== store.seat),
  );
  return html`<div class="lent-away ${seatClass(store.seat)}" role="note"><${Icon} name="smartphone" /><p>${t("lent_away", { name })}</p>
    <button type="button" class="button link" onClick=${() => store.act("take_back")}>${t("take_back")}</button></div>`;
}

/** A step, or a part of it, that its person does at a login of their own. */
export function AtOwnLogin({ store }) {
  const { own_login, moves } = store.now;
  if (!own_login || !store.mine || moves.some((move) => !move.quiet)) return null;
  return html`<p class="hint"><${Icon} name="key-round" /><span>${t("own_login", { name: nameOf(store, store.seat) })}</span></p>`;
}
