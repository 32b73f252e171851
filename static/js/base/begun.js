// Words that were begun and not sent: a telephone takes a tab away for its memory, a key closes it, a link leads on.
// Until they are sent this tab has them, and they are in their form again. Nobody else finds them: whose.js lets go of
// what another person left, and quick_exit.js of everything.

/** @typedef {{name: string, value: string, defaultValue: string}} Field one that somebody writes in */
/** @typedef {[name: string, before: string, written: string]} Begun */
/** @typedef {{whose: string, forms: Record<string, Begun[]>}} Kept */

const KEY = "begun:"; // and the page
const WRITTEN = "textarea:not([readonly]), input[type=text], input:not([type])";
const AFTER = 400; // milliseconds without a key
const OUR_WAY = 1000; // for which a page that leads on has begun to

/** What was written in them. @param {Field[]} fields @returns {Begun[]} */
export const begunIn = (fields) =>
  fields
    .filter((one) => one.name && one.value !== one.defaultValue)
    .map((one) => [one.name, one.defaultValue, one.value]);

/**
 * Only where the page says what it said then: what was sent since, or changed elsewhere, is newer.
 * @template {Field} F @param {Begun[]} begun @param {F[]} fields @returns {F[]} those that have it again
 */
export function putBack(begun, fields) {
  return begun.flatMap(([name, before, written]) => {
    const field = fields.find((one) => one.name === name && one.defaultValue === before && one.value === before);
    if (field) field.value = written;
    return field ?? [];
  });
}

/** @param {HTMLFormElement} form */
const fieldsOf = (form) => /** @type {HTMLTextAreaElement[]} */ ([...form.querySelectorAll(WRITTEN)]);

/** Codes, addresses and passwords are not kept. @param {HTMLFormElement} form */
const isKept = (form) => {
  const { pathname } = new URL(form.action, location.href);
  return form.method === "post" && !pathname.startsWith("/account/") && !form.querySelector("[type=password]");
};

/** @param {HTMLFormElement} form */
const nameOf = (form) =>
  [new URL(form.action, location.href).pathname, ...fieldsOf(form).map((one) => one.name)].join();

class Keeping {
  #whose;
  #key = KEY + location.pathname + location.search;
  #ourWay = 0;
  #sent = false; // what leaves the page now
  /** @type {import("types/room").Timer} */ #timer;

  /** @param {string} whose */
  constructor(whose) {
    this.#whose = whose;
    this.#putBack();
    addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#keep(), AFTER);
    });
    addEventListener("pagehide", () => this.#keep());
    document.addEventListener("visibilitychange", () => document.hidden && this.#keep());
    addEventListener("submit", (event) => event.defaultPrevented || this.#leaves());
    addEventListener("pageshow", () => {
      this.#sent = false;
    });
    addEventListener("emptied", () => this.#putBack());
    addEventListener("leave", () => clearTimeout(this.#timer));
    addEventListener("whose", (event) => {
      if (/** @type {CustomEvent} */ (event).detail === "other") this.#whose = "";
    });
    // Who goes on within this tab finds them again; who closes it is asked.
    const { navigation } = /** @type {{navigation?: EventTarget}} */ (globalThis);
    navigation?.addEventListener("navigate", () => {
      this.#ourWay = Date.now();
    });
    addEventListener("beforeunload", (event) => {
      // Of what is kept while it is written, autosave.js knows whether it is.
      const elsewhere = this.#begun((form) => !("autosave" in form.dataset));
      if (Date.now() - this.#ourWay > OUR_WAY && Object.keys(elsewhere).length) event.preventDefault();
    });
  }

  #leaves() {
    this.#ourWay = Date.now();
    this.#sent = true;
    clearTimeout(this.#timer);
    sessionStorage.removeItem(this.#key);
  }

  #begun(wanted = isKept) {
    /** @type {Kept["forms"]} */
    const forms = {};
    for (const form of document.forms) {
      const begun = isKept(form) && wanted(form) ? begunIn(fieldsOf(form)) : [];
      if (begun.length) forms[nameOf(form)] = begun;
    }
    return forms;
  }

  #keep() {
    if (this.#sent || !this.#whose || !document.body) return; // left quickly, there is no page any more
    const forms = this.#begun();
    try {
      if (Object.keys(forms).length) {
        sessionStorage.setItem(this.#key, JSON.stringify({ whose: this.#whose, forms }));
      } else {
        sessionStorage.removeItem(this.#key);
      }
    } catch {
      // Storage is full or forbidden.
    }
  }

  #putBack() {
    const kept = this.#read();
    if (kept?.whose !== this.#whose) return sessionStorage.removeItem(this.#key);
    for (const form of document.forms) {
      for (const field of putBack(kept.forms[nameOf(form)] ?? [], isKept(form) ? fieldsOf(form) : [])) {
        field.closest("details")?.setAttribute("open", "");
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  }

  /** @returns {Kept | null} */
  #read() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#key) ?? "null");
    } catch {
      return null;
    }
  }
}

const meta = /** @type {HTMLMetaElement | null} */ (globalThis.document?.querySelector("meta[name=whose]") ?? null);
if (meta?.content) new Keeping(meta.content);
