// Words that were sent and never arrived: the server was away, or the network. Until an answer has come this tab has
// them; who goes back to the form, or loads it again, finds them in it. Nobody else does, and no other tab.
//
// An answer of ours is a page that was come to from the form. Back, or loaded again, is none; nor is an address that
// was typed. Where somebody is signed out instead, the server has the words: dialogue/base/unsaved.py.

/** @typedef {{whose: string, page: string, action: string, fields: [string, string][]}} Sent */

const KEY = "sent";
const WRITTEN = "textarea, input[type=text], input:not([type])";

/**
 * What becomes of what was sent, at the next page of ours in this tab: it has arrived, it is put back, or it waits.
 * @param {Sent} sent @param {{whose: string, type: string, from: string}} page
 * @returns {"arrived" | "back" | "waits" | "gone"}
 */
export function becomes(sent, { whose, type, from }) {
  if (type === "navigate" && from === sent.page) return "arrived";
  if (whose && whose !== sent.whose) return "gone"; // another person's now
  return whose ? "back" : "waits";
}

/** @param {string} address without the host */
const path = (address) => {
  const { pathname, search } = new URL(address, location.href);
  return pathname + search;
};

/** @param {HTMLFormElement} form @param {[string, string][]} fields */
function fill(form, fields) {
  const values = new Map(fields);
  for (const one of form.elements) {
    const field = /** @type {HTMLInputElement} */ (one);
    const value = values.get(field.name);
    if (field.type === "radio" || field.type === "checkbox") {
      field.checked = fields.some(([name, given]) => name === field.name && given === field.value);
    } else if (value !== undefined && field.type !== "hidden" && field.tagName !== "BUTTON") {
      field.value = value;
    }
  }
}

class Sending {
  #meta;

  /** @param {HTMLMetaElement} meta */
  constructor(meta) {
    this.#meta = meta;
    this.#look();
    addEventListener("submit", (event) => this.#sent(event));
    addEventListener("emptied", () => this.#look());
  }

  #look() {
    const sent = this.#read();
    if (!sent) return;
    const navigation = /** @type {PerformanceNavigationTiming} */ (performance.getEntriesByType("navigation")[0]);
    const from = document.referrer.startsWith(location.origin) ? path(document.referrer) : "";
    const what = becomes(sent, { whose: this.#meta.content, type: navigation?.type ?? "navigate", from });
    if (what === "back") return this.#putBack(sent);
    if (what !== "waits") sessionStorage.removeItem(KEY);
  }

  /** @param {Sent} sent */
  #putBack(sent) {
    const names = new Set(sent.fields.filter(([, value]) => value).map(([name]) => name));
    const form = [...document.forms].find(
      (one) => path(one.action) === sent.action && [...names].every((name) => one.elements.namedItem(name)),
    );
    if (!form) return;
    fill(form, sent.fields);
    this.#say(form);
  }

  /** @param {SubmitEvent} event */
  #sent(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const written = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll(WRITTEN)]);
    const own = form.method === "post" && this.#meta.content && !form.querySelector("[type=password]");
    if (event.defaultPrevented || !own || !written.some((one) => one.value)) return;
    if (!navigator.onLine) {
      event.preventDefault();
      return this.#say(form);
    }
    /** @type {[string, string][]} */
    const fields = [];
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken" && name !== "whose") fields.push([name, value]);
    }
    const sent = { whose: this.#meta.content, page: path(location.href), action: path(form.action), fields };
    try {
      sessionStorage.setItem(KEY, JSON.stringify(sent));
    } catch {
      // Storage is full or forbidden: then Back is all there is.
    }
  }

  /** @returns {Sent | null} */
  #read() {
    try {
      return JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    } catch {
      return null;
    }
  }

  /** @param {HTMLFormElement} form */
  #say(form) {
    const line = form.querySelector("[data-not-sent]") ?? document.createElement("p");
    line.setAttribute("data-not-sent", "");
    line.className = "notice problem";
    line.setAttribute("role", "alert");
    form.append(line);
    line.textContent = this.#meta.dataset.notSent ?? "";
  }
}

/** Of a page that stands for an answer: where it leads, is none either. */
function unanswered() {
  const sent = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  if (sent) sessionStorage.setItem(KEY, JSON.stringify({ ...sent, page: "" }));
}

const named = (/** @type {string} */ name) =>
  /** @type {HTMLMetaElement | null} */ (globalThis.document?.querySelector(`meta[name=${name}]`) ?? null);
const meta = named("whose");
if (meta) new Sending(meta);
else if (named("no-answer")) unanswered();
