// One phone for two, that goes from hand to hand: the seat that was lent to it, and whose hand it is in.
import { html, useEffect, useRef, useState } from "preact-htm";
import { Dialog } from "room/dialog.js";
import { Hint, Icon, initialOf, nameOf, otherOf, seatClass, yes } from "room/parts.js";
import { t } from "room/texts.js";

/** @import { Partner, Seat } from "types/frames" */
/** @import { Config, Dialogue, Draft, Phone, Shelved } from "types/room" */

/** @type {Draft} */
const NOTHING = Object.freeze({ moment: -1, move: "", words: "" });

/**
 * The dialogue as the other partner may see it on this phone. Nothing is here that is one person's alone:
 * not theirs, which never comes to this phone, and not that of whoever is signed in. Nor can anything be written.
 * @implements {Dialogue}
 */
class OtherSeat {
  draft = NOTHING;
  kept = /** @type {const} */ ("");
  earlier = false;
  overlong = false;
  /** @type {Record<string, string>} */ asides = {};
  /** @type {Shelved[]} */ shelf = [];
  /** @type {Set<number>} */ hidden = new Set();

  /** @param {Dialogue} own @param {NonNullable<Dialogue["now"]["borrowed"]>} borrowed */
  constructor(own, borrowed) {
    this.own = own;
    this.seat = borrowed.seat;
    const part = own.now.sender === borrowed.seat ? "sender" : "receiver";
    /** @type {Dialogue["now"]} */
    this.now = { ...own.now, ...borrowed, borrowed: null, part, can: [], hands: [], offers: {} };
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
  get unseen() {
    return this.own.unseen;
  }
  get wait() {
    return this.own.wait;
  }
  get left() {
    return this.own.left;
  }
  get lasts() {
    return this.own.lasts;
  }

  get number() {
    return this.own.number;
  }

  pending() {
    return null;
  }
  newest() {
    return undefined;
  }
  /** @param {string} name */
  act(name) {
    this.own.act(name, { seat: /** @type {Partner} */ (this.seat) });
  }

  appeared() {
    this.own.appeared();
  }

  write() {}
  takeUp() {}
  putAside() {}
  drop() {}
  note() {}
  fold() {}
  askEarlier() {}
}

/**
 * Whose turn it is at this phone, in whose hand it is, and the dialogue as that person may see it. In
 * nobody's, to begin with and after a reload: whoever has it says so before anything private is shown.
 * @param {Dialogue | null} store
 * @param {boolean} aloud
 * @returns {Phone}
 */
export function usePhone(store, aloud) {
  const borrowed = store?.now.borrowed ?? null;
  const shared = Boolean(aloud && borrowed && !store?.now.paused.length);
  const [hand, setHand] = useState(/** @type {Seat | ""} */ (""));
  const floor = store?.now.floor ?? [];
  /** @type {(Seat | "")[]} */
  const here = [hand, (shared && store?.seat) || ""];
  const nearest = here.find((seat) => seat && floor.includes(seat));
  const next = nearest || floor[0] || hand;
  const handing = shared && hand !== next;
  const lent = Boolean(borrowed);
  useEffect(() => {
    if (!lent) setHand("");
  }, [lent]);
  const before = useRef(handing);
  useEffect(() => {
    // All that was here has changed, by a touch: who listens to the page begins at its title.
    if (before.current !== handing) document.getElementById("now")?.focus({ preventScroll: true });
    before.current = handing;
  }, [handing]);
  const away = shared && !handing && hand !== store?.seat;
  const seen = store && borrowed && away ? new OtherSeat(store, borrowed) : store;
  return { shared, next, handing, take: () => setHand(next), store: seen };
}

const DOUBLE_TAP = 350;

/**
 * From hand to hand: the whole screen says to whom, and shows nothing else. A thumb that taps twice presses
 * nothing of the next one's.
 * @param {{store: Dialogue, phone: Phone}} props
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
    <span class="seat" aria-hidden="true">${initialOf(name)}</span>
    <h2 id="now" tabindex="-1">${t("hand_to", { name })}</h2>
    <p>${t("hand_to_why", { name })}</p>
    <button type="button" class="button press" aria-disabled=${yes(still)} onClick=${take}>
      ${t("hand_has", { name })}
    </button>
    <div class="foot"><${OnePhone} store=${store} /></div>
  </section>`;
}

/** At the foot: the way to one phone, or back to one each. @param {{store: Dialogue, config?: Config}} props */
export function OnePhone({ store, config }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const own = store.own ?? store;
  const { now } = own;
  const shared = Boolean(now.borrowed);
  if (!shared && !(config?.onePhone && now.can.includes("lend"))) return null;
  const close = () => dialog.current?.close();
  const turn = (/** @type {"lend" | "take_back"} */ act) => {
    close();
    own.act(act);
  };
  const name = nameOf(own, otherOf(own.seat));
  const label = t(shared ? "phone_each" : "phone_one");
  return html`<button type="button" class="button link one-phone" onClick=${() => dialog.current?.showModal()}>
      <${Icon} name="smartphone" /><span>${label}</span>
    </button>
    <${Dialog} dialog=${dialog} id="phone-title" title=${t(shared ? "phone_each_title" : "phone_one_title")}>
      <p>${t(shared ? "phone_each_why" : "phone_one_why", { name })}</p>
      ${
        shared
          ? html`<div class="actions">
              <button type="button" class="button" onClick=${() => turn("take_back")}>${label}</button>
              <button type="button" class="button quiet" autofocus onClick=${close}>${t("phone_stay")}</button>
            </div>`
          : html`<div class="phones">
              <a class="button" href=${config?.onePhone}>${t("phone_this")}</a>
              <p>${t("phone_this_why", { name })}</p>
              <button type="button" class="button" onClick=${() => turn("lend")}>${t("phone_other", { name })}</button>
              <p>${t("phone_other_why", { name })}</p>
              <button type="button" class="button quiet" autofocus onClick=${close}>${t("close")}</button>
            </div>`
      }
    <//>`;
}

/**
 * At the lender's own: that the other's phone acts too, and how to end that. What is private is only here.
 * @param {{store: Dialogue}} props
 */
export function LentAway({ store }) {
  if (store.own || store.now.lent !== store.seat) return null;
  const name = nameOf(store, otherOf(store.seat));
  return html`<div class="lent-away ${seatClass(store.seat)}" role="note">
    <${Icon} name="smartphone" /><p>${t("lent_away", { name })}</p>
    <button type="button" class="button link" onClick=${() => store.act("take_back")}>${t("take_back")}</button>
  </div>`;
}

/** A step, or a part of it, that its person does at a login of their own. @param {{store: Dialogue}} props */
export function AtOwnLogin({ store }) {
  const { own_login, moves } = store.now;
  if (!own_login || !store.mine || moves.some((move) => !move.quiet)) return null;
  return html`<${Hint} icon="key-round">${t("own_login", { name: nameOf(store, store.seat) })}<//>`;
}
