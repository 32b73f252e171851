// A page that waits for somebody else (dialogue/home/waking.py says which). Its socket tells that something has changed
// and never what: the page fetches itself then, and puts what is new in the place of what was. Nothing moves from under
// a hand: a part in which somebody writes stays as it is, the focus stays where it was, and whoever listens is told.
//
// <meta name="waiting"> has the mark of what the page shows (content), where the socket is (data-socket), the module
// for connections (data-connection), and what is said (data-changed, data-show).
/** @import { WaitingSent, WaitingTold } from "types/frames" */
/** @import { Line, Timer } from "types/room" */

const RESTS = 30_000; // hidden for so long, it lets go of its socket
const OLD = 60_000; // back after so long, it looks: the day may be another one
const AGAIN = [2000, 5000, 15_000, 60_000]; // after a failure, and so on with the last
const SIGNED_OUT = 4401;
const SOMEBODY_ELSE = 4403;
const OURS = "script, .messages, [data-zone-notice], [data-waiting-notice]"; // in main, and no part of what it shows

/** What the server made of it: tokens are made anew for each page. @param {Element} part */
function plain(part) {
  const copy = /** @type {Element} */ (part.cloneNode(true));
  for (const one of copy.querySelectorAll("input[type=hidden]")) one.removeAttribute("value");
  for (const one of copy.querySelectorAll("script")) one.remove();
  return copy.outerHTML;
}

/** Whether somebody is at work in it. @param {Element} part */
export function isInUse(part) {
  const field = document.activeElement?.matches("input, textarea, select") && part.contains(document.activeElement);
  return Boolean(field || part.querySelector("dialog[open]") || [...part.querySelectorAll("form")].some(hasInput));
}

/** @param {HTMLFormElement} form */
const hasInput = (form) =>
  [...form.elements].some((element) => {
    const one = /** @type {HTMLInputElement} */ (element);
    if (element instanceof HTMLSelectElement) {
      return [...element.options].some((option) => option.selected !== option.defaultSelected && option.selected);
    }
    return one.value !== (one.defaultValue ?? one.value) || one.checked !== one.defaultChecked;
  });

/** By what something is found again in a part that was made anew. @param {Element} one */
const nameOf = (one) =>
  [one.tagName, one.id, one.getAttribute("href"), one.getAttribute("name"), one.textContent?.trim()].join("|");

/** The main part of the page: kept where it says the same, replaced where it does not. */
export class Shown {
  /** @type {WeakMap<Element, string>} */ #made = new WeakMap();

  /** @param {HTMLElement} main */
  constructor(main) {
    this.main = main;
    for (const part of this.#parts(main)) this.#made.set(part, plain(part));
  }

  /** @param {Element} main */
  #parts = (main) => [...main.children].filter((one) => !one.matches(OURS));

  /** @param {Element} main as it is now @returns {"same" | "changed" | "in_use"} */
  become(main) {
    const old = this.#parts(this.main);
    const rest = new Map(old.map((one) => [one, this.#made.get(one) ?? plain(one)]));
    const parts = this.#parts(main).map((one) => {
      const says = plain(one);
      const same = [...rest].find(([, before]) => before === says)?.[0];
      if (same) rest.delete(same);
      const part = same ?? /** @type {Element} */ (document.importNode(one, true));
      this.#made.set(part, says);
      return part;
    });
    if (!rest.size && parts.every((one) => old.includes(one))) return "same";
    if ([...rest.keys()].some(isInUse)) {
      for (const [one, before] of rest) this.#made.set(one, before);
      return "in_use";
    }
    this.#put(parts, rest.keys());
    return "changed";
  }

  /** @param {Element[]} parts @param {Iterable<Element>} gone */
  #put(parts, gone) {
    const { scrollX, scrollY } = window;
    const focused = this.main.contains(document.activeElement) ? document.activeElement : null;
    const open = [...this.main.querySelectorAll("details[open] > summary")].map(nameOf);
    let after = /** @type {Element | null} */ (this.main.querySelector(":scope > :is(.messages, [data-zone-notice])"));
    for (const one of gone) one.remove();
    for (const part of parts) {
      const place = after ? after.nextElementSibling : this.main.firstElementChild;
      if (part !== place) {
        if (!part.isConnected) part.classList.add("fresh");
        this.main.insertBefore(part, place);
      }
      after = part;
    }
    for (const one of this.main.querySelectorAll("details > summary")) {
      if (open.includes(nameOf(one))) one.parentElement?.setAttribute("open", "");
    }
    if (focused && !focused.isConnected) this.#refocus(nameOf(focused));
    window.scrollTo(scrollX, scrollY);
  }

  /** @param {string} name */
  #refocus(name) {
    const again = [...this.main.querySelectorAll("a, button, input, summary, [tabindex]")];
    const found = /** @type {HTMLElement | undefined} */ (again.find((one) => nameOf(one) === name));
    (found ?? this.main).focus({ preventScroll: true });
  }
}

class Waiting {
  #meta;
  #shown;
  #says = document.createElement("p");
  /** @type {Line<WaitingSent> | null} */ #line = null;
  #number = 0;
  #failed = 0;
  #fetching = false;
  #again = false;
  #elsewhere = false; // where the page was is another one now
  #fetchedAt = Date.now();
  /** @type {Timer} */ #retry;
  /** @type {Timer} */ #rest;

  /** @param {HTMLMetaElement} meta @param {HTMLElement} main */
  constructor(meta, main) {
    this.#meta = meta;
    this.#shown = new Shown(main);
    this.#says.className = "visually-hidden";
    this.#says.setAttribute("role", "status");
    document.body.append(this.#says);
    document.addEventListener("visibilitychange", () => this.#seen());
    addEventListener("pagehide", () => this.#letGo());
    addEventListener("leave", () => this.#letGo());
    addEventListener("pageshow", (event) => event.persisted && this.#seen());
    addEventListener("whose", (event) => this.#belongs(/** @type {CustomEvent} */ (event).detail));
    this.#seen();
  }

  #seen() {
    clearTimeout(this.#rest);
    if (document.hidden) {
      this.#rest = setTimeout(() => this.#letGo(), RESTS);
      return;
    }
    if (Date.now() - this.#fetchedAt > OLD) this.#fetch();
    this.#connect();
  }

  #letGo() {
    clearTimeout(this.#retry);
    this.#line?.disconnect();
    this.#line = null;
  }

  /** @param {string} state whose login the page has now (base/whose.js) */
  #belongs(state) {
    if (state !== "same") return this.#letGo();
    if (this.#elsewhere) return this.#goThere();
    this.#seen();
  }

  async #connect() {
    const { Connection } = await import(this.#meta.dataset.connection ?? "");
    if (this.#line || document.hidden) return;
    const url = new URL(this.#meta.dataset.socket ?? "", location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const whose = /** @type {HTMLMetaElement | null} */ (document.querySelector("meta[name=whose]"))?.content ?? "";
    /** @type {Line<WaitingSent>} */
    const line = new Connection(url.href, {
      open: () => {
        this.#number = 0;
        line.send({ type: "hello", version: 1, whose, seen: this.#meta.content });
      },
      frame: (/** @type {WaitingTold} */ frame) => {
        if (frame.type === "waits") line.beatEvery(frame.limits.heartbeat_seconds);
        if (frame.type !== "changed") return;
        this.#number++;
        this.#fetch();
      },
      lost: () => {},
      closed: (/** @type {number} */ code) => {
        this.#line = null;
        if (code === SIGNED_OUT || code === SOMEBODY_ELSE) document.dispatchEvent(new Event("ask-whose"));
      },
      number: () => this.#number,
    });
    this.#line = line;
    line.connect();
  }

  // One after the other: an older page never comes in the place of a newer one.
  async #fetch() {
    clearTimeout(this.#retry);
    this.#again = true;
    if (this.#fetching) return;
    this.#fetching = true;
    while (this.#again) {
      this.#again = false;
      await this.#fetchOnce();
    }
    this.#fetching = false;
  }

  async #fetchOnce() {
    try {
      const headers = { "X-By-Itself": "1" };
      const response = await fetch(location.href, { headers, cache: "no-store", redirect: "manual" });
      if (response.status >= 500) throw new Error();
      this.#fetchedAt = Date.now();
      this.#failed = 0;
      if (response.ok) return this.#take(new DOMParser().parseFromString(await response.text(), "text/html"));
      this.#elsewhere = true;
      document.dispatchEvent(new Event("ask-whose"));
    } catch {
      this.#retry = setTimeout(() => this.#fetch(), AGAIN[Math.min(this.#failed++, AGAIN.length - 1)]);
    }
  }

  /** @param {Document} page */
  #take(page) {
    const named = (/** @type {Document} */ of, /** @type {string} */ name) =>
      of.querySelector(`meta[name=${name}]`)?.getAttribute("content");
    const main = page.getElementById("main");
    if (!main || named(page, "whose") !== named(document, "whose")) {
      document.dispatchEvent(new Event("ask-whose"));
      return;
    }
    const before = this.#title();
    const what = this.#shown.become(main);
    if (what === "in_use") return this.#offer();
    for (const seat of ["first", "second"]) this.#color(seat, page.documentElement.dataset[seat]);
    this.#meta.content = named(page, "waiting") ?? "";
    this.#shown.main.querySelector("[data-waiting-notice]")?.remove();
    if (what === "changed") this.#say(this.#title() === before ? this.#meta.dataset.changed : this.#title());
  }

  /** As chosen by whoever sits there (css/base/tokens.css). @param {string} seat @param {string | undefined} color */
  #color(seat, color) {
    if (color) document.documentElement.dataset[seat] = color;
    else delete document.documentElement.dataset[seat];
  }

  #title = () => this.#shown.main.querySelector("h1")?.textContent?.replace(/\s+/g, " ").trim();

  #goThere() {
    if ([...this.#shown.main.children].some(isInUse)) this.#offer();
    else location.reload();
  }

  /** What is begun is put back when the page is loaded (base/begun.js): when that is, says who has begun it. */
  #offer() {
    if (this.#shown.main.querySelector("[data-waiting-notice]")) return;
    const notice = document.createElement("div");
    notice.className = "notice";
    notice.dataset.waitingNotice = "";
    const words = document.createElement("div");
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = this.#meta.dataset.show ?? "";
    link.addEventListener("click", (event) => {
      event.preventDefault();
      location.reload();
    });
    words.append(`${this.#meta.dataset.changed} `, link);
    notice.append(words);
    this.#shown.main.prepend(notice);
    this.#say(this.#meta.dataset.changed);
  }

  #say(text = "") {
    this.#says.textContent = "";
    setTimeout(() => {
      this.#says.textContent = text;
    }, 50);
  }
}

const meta = /** @type {HTMLMetaElement | null} */ (globalThis.document?.querySelector("meta[name=waiting]") ?? null);
const main = globalThis.document?.getElementById("main");
if (meta && main) new Waiting(meta, main);
