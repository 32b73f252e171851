// Our first evening: two people with one phone. All of it is on this page: nothing is sent, nothing is kept.
import { initialOf } from "base/initial.js";
import { keepAwake } from "device/awake.js";

/** @typedef {"first" | "second"} Seat */
/**
 * @typedef {{by: "sender" | "receiver", title: string, why: string, says: string[], press: string, then: string,
 *   other?: string, or?: string}} Screen
 */
/** @typedef {{title: string, why: string, says?: string[], press: string, other?: string}} Shown */

const DOUBLE_TAP = 350; // milliseconds in which a thumb that taps twice presses nothing of the next one's
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** @param {string} selector */
const found = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

/** @type {{screens: Record<string, Screen>, texts: Record<string, string>}} */
const { screens, texts } = JSON.parse(found("#evening").textContent ?? "");
const form = /** @type {HTMLFormElement} */ (found("[data-names]"));

/** As it stands in a sentence that may run the other way. @param {string} name */
function isolated(name) {
  const turned = RIGHT_TO_LEFT.test(name) !== (document.documentElement.dir === "rtl");
  return turned ? `\u2068${name}\u2069` : name;
}

/** Two of one name are told apart, as in the room. @param {string} one @param {string} other */
export function toldApart(one, other) {
  const alike = one.toLocaleLowerCase() === other.toLocaleLowerCase();
  return { first: alike ? `${one} 1` : one, second: alike ? `${other} 2` : other };
}

class Evening {
  /** @type {Seat} */ #sender = "first";
  /** @type {Seat | ""} */ #hand = ""; // whose hand the phone is in
  #swapped = false;
  #names;
  #letSleep = keepAwake();

  /** @param {Record<Seat, string>} names */
  constructor(names) {
    this.#names = names;
    const { breathe, breatheWhy, ready } = texts;
    this.#show({ title: breathe, why: breatheWhy, press: ready }, "", () => this.#go("sending"));
  }

  get #receiver() {
    return /** @type {Seat} */ (this.#sender === "first" ? "second" : "first");
  }

  /** The step, in the hand of whoever does it. @param {string} step */
  #go(step) {
    const screen = screens[step];
    if (!screen) return this.#swapped ? this.#end("[data-heard]") : this.#offerToSwap();
    const seat = screen.by === "sender" ? this.#sender : this.#receiver;
    if (this.#hand !== seat) return this.#handOver(seat, step);
    this.#show(
      screen,
      seat,
      () => this.#go(screen.then),
      () => this.#go(screen.or ?? ""),
    );
  }

  /** @param {Seat} seat @param {string} step */
  #handOver(seat, step) {
    const { handTo, handWhy, handHas } = texts;
    this.#show({ title: handTo, why: handWhy, press: handHas }, seat, () => {
      this.#hand = seat;
      this.#go(step);
    });
  }

  #offerToSwap() {
    const { swap, swapWhy, swapYes, swapNo } = texts;
    const turn = () => {
      this.#swapped = true;
      this.#sender = this.#receiver;
      this.#go("sending");
    };
    this.#show({ title: swap, why: swapWhy, press: swapYes, other: swapNo }, "", turn, () => this.#end("[data-heard]"));
  }

  /** @param {Shown} screen @param {Seat | ""} seat @param {() => void} onPress @param {() => void} [onOther] */
  #show(screen, seat, onPress, onOther) {
    const template = /** @type {HTMLTemplateElement} */ (found("[data-screen]"));
    const drawn = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    const part = (/** @type {string} */ which) => /** @type {HTMLElement} */ (drawn.querySelector(which));
    const fill = (/** @type {string} */ text) => this.#filled(text, seat);
    const section = part("section");
    const title = part("h2");
    if (seat) section.classList.add(`seat-${seat}`);
    part(".breath").hidden = seat !== "";
    part(".seat").textContent = seat ? initialOf(this.#names[seat]) : "";
    part(".seat").hidden = !seat;
    title.textContent = fill(screen.title);
    part("[data-why]").textContent = fill(screen.why);
    part(".to-say").replaceChildren(...(screen.says ?? []).map((text) => line(fill(text))));
    part(".to-say").hidden = !screen.says?.length;
    press(part(".press"), screen.press && fill(screen.press), onPress);
    press(part("[data-other]"), screen.other ?? "", onOther);
    part("[data-stop]").addEventListener("click", () => this.#end("[data-stopped]"));
    this.#replace(section);
    title.focus({ preventScroll: true });
    scrollTo({ top: 0, behavior: "instant" });
  }

  /** @param {string} text @param {Seat | ""} seat */
  #filled(text, seat) {
    /** @type {Record<string, Seat>} */
    const seats = { name: seat || "first", sender: this.#sender, receiver: this.#receiver };
    return text.replace(/\{(name|sender|receiver)\}/g, (_mark, who) => isolated(this.#names[seats[who]]));
  }

  /** @param {HTMLElement} section */
  #replace(section) {
    document.querySelector(".hand-over")?.remove();
    form.after(section);
    form.hidden = true;
    found("[data-head]").classList.add("visually-hidden");
  }

  /** @param {string} where */
  #end(where) {
    this.#letSleep();
    document.querySelector(".hand-over")?.remove();
    found(where).hidden = false;
    found(`${where} h2`).focus();
  }
}

/** @param {string} text */
function line(text) {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}

/** @param {HTMLElement} button @param {string} label @param {(() => void) | undefined} act */
function press(button, label, act) {
  button.textContent = label;
  button.hidden = !label || !act;
  button.ariaDisabled = "true";
  setTimeout(() => {
    button.ariaDisabled = null;
  }, DOUBLE_TAP);
  button.addEventListener("click", () => button.ariaDisabled || act?.());
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const [first, second] = [...form.querySelectorAll("input")].map((input) => input.value.trim());
  if (first && second) new Evening(toldApart(first, second));
});
/** @type {HTMLButtonElement} */ (found("[data-begin]")).disabled = false;
