// Whose login is this? A page belongs to the login that it was made for. When that has ended it shows nothing any more
// until the same person is signed in again; when it is somebody else's, it lets go of all that it holds.
//
// Other tabs, the way back to this one, and whoever hears it from the server ("ask-whose") only ask to look: what
// counts is what the server says. Who holds anything of their own listens to "whose", with "same", "out" or "other".
/** @typedef {{whose: string, token: string}} Answer */
/** @typedef {"same" | "out" | "other" | "left" | "away"} State */
/**
 * @typedef {object} Page what is done with the page
 * @property {() => Promise<Answer | "left" | null>} ask null where nobody answers
 * @property {(token: string) => void} same its person is signed in
 * @property {() => void} out nobody is
 * @property {() => void} other somebody else is
 * @property {() => void} left somebody left quickly, with this browser
 */

export class Login {
  #whose;
  #page;
  #ended = false;
  /** @type {Promise<State>} */ #looking = Promise.resolve("same");

  /** @param {string} whose empty where the page was made for nobody in particular @param {Page} page */
  constructor(whose, page) {
    this.#whose = whose;
    this.#page = page;
  }

  /** What the server says now. One after the other: an older answer never undoes a newer one. */
  look() {
    this.#looking = this.#looking.then(() => this.#look());
    return this.#looking;
  }

  /** @returns {Promise<State>} */
  async #look() {
    if (this.#ended) return "other";
    if (!this.#whose) return "same";
    const answer = await this.#page.ask();
    if (answer === null) return "away";
    const said = answer === "left" ? "left" : this.#of(answer.whose);
    this.#ended = said === "other" || said === "left";
    if (said === "same") this.#page.same(/** @type {Answer} */ (answer).token);
    else this.#page[said]();
    return said;
  }

  /** @param {string} whose */
  #of(whose) {
    if (!whose) return "out";
    return whose === this.#whose ? "same" : "other";
  }
}

const WORDS = "textarea, input[type=text], input:not([type])";
/** Where somebody writes, in a form that is sent. @param {HTMLFormElement} form */
const written = (form) => /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll(WORDS)]);

const PATIENCE = 5000; // milliseconds for an answer
const SELDOM = 1000; // no more often because of a look at the page

/** @implements {Page} */
class OpenPage {
  /** @type {Set<EventTarget | null>} */ sent = new Set(); // the forms that were

  /** @param {HTMLMetaElement} meta */
  constructor(meta) {
    this.meta = meta;
  }

  async ask() {
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      const response = await fetch(this.meta.dataset.ask ?? "", { redirect: "manual", cache: "no-store", signal });
      if (response.type === "opaqueredirect") return "left";
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  /** @param {string} token */
  same(token) {
    delete document.documentElement.dataset.whose;
    for (const one of panels()) one.hidden = true;
    for (const form of document.forms) {
      const field = form.elements.namedItem("csrfmiddlewaretoken");
      // Of a form that was sent it says which act it is: a second press must not look like another.
      if (field instanceof HTMLInputElement && !this.sent.has(form)) field.value = token;
    }
    this.#tell("same");
  }

  out() {
    this.#tell("out");
    for (const form of document.forms) seal(form);
    this.#cover("out");
  }

  other() {
    this.#tell("other");
    sessionStorage.clear();
    const panel = this.#cover("other");
    document.body.replaceChildren(...(panel ? [panel] : []));
  }

  left() {
    document.dispatchEvent(new Event("left"));
  }

  /** @param {string} state */
  #cover(state) {
    document.documentElement.dataset.whose = state; // base.css shows nothing else then
    const panel = panels().find((one) => one.dataset.whose === state);
    if (panel?.hidden) {
      panel.hidden = false;
      const back = /** @type {HTMLAnchorElement | null} */ (panel.querySelector("a[data-next]"));
      if (back) back.search = `?next=${encodeURIComponent(location.pathname + location.search)}`;
      panel.focus();
    }
    return panel;
  }

  /** @param {string} state */
  #tell(state) {
    dispatchEvent(new CustomEvent("whose", { detail: state }));
  }
}

/** @returns {HTMLElement[]} */
const panels = () => [...document.querySelectorAll("body > [data-whose]")].map((one) => /** @type {any} */ (one));

/** What was begun is kept by the server, for its author alone. @param {HTMLFormElement} form */
function seal(form) {
  if ("autosave" in form.dataset || form.method !== "post") return;
  if (!written(form).some((one) => one.value !== one.defaultValue)) return;
  const keep = { method: "POST", body: new FormData(form), headers: { "X-Keep": "1" } };
  fetch(form.action, { ...keep, redirect: "manual", keepalive: true }).catch(() => {});
}

/** Begun words say whose they are (base/begun.js). @param {string} whose @param {string} key */
const isOf = (whose, key) => (sessionStorage.getItem(key) ?? "").startsWith(`{"whose":${JSON.stringify(whose)}`);

/**
 * Going back, a browser puts into the forms of a page what was chosen and written there, whoever it was. The step in
 * the history knows whose page it was. @param {string} whose
 */
function emptied(whose) {
  const before = history.state?.whose;
  history.replaceState({ ...history.state, whose }, "");
  if (!before || before === whose) return;
  addEventListener(
    "pageshow", // by then the browser has done so
    () => {
      for (const form of document.forms) form.reset();
      dispatchEvent(new Event("emptied")); // who has something of this person's own, puts it back
    },
    { once: true },
  );
}

/** @param {HTMLMetaElement} meta */
function watch(meta) {
  const page = new OpenPage(meta);
  const login = new Login(meta.content, page);
  // Heard after everybody else, who may hold it back: what is heard here goes.
  addEventListener("submit", (event) => event.defaultPrevented || page.sent.add(event.target));
  let last = 0;
  const seldom = () => {
    if (document.hidden || Date.now() - last < SELDOM) return;
    last = Date.now();
    login.look();
  };
  if ("BroadcastChannel" in globalThis) {
    const tabs = new BroadcastChannel("whose");
    tabs.onmessage = () => login.look();
    tabs.postMessage(""); // says nothing but that a page was opened
  }
  addEventListener("pageshow", (event) => event.persisted && login.look());
  addEventListener("focus", seldom);
  addEventListener("online", seldom);
  document.addEventListener("visibilitychange", seldom);
  document.addEventListener("ask-whose", () => login.look());
  emptied(meta.content);
  if (!meta.content) return;
  // What another person left in this tab is not this one's.
  for (const key of Object.keys(sessionStorage)) {
    const room = key.startsWith("room:") && !key.startsWith(`room:${meta.content}:`);
    if (room || (key.startsWith("begun:") && !isOf(meta.content, key))) sessionStorage.removeItem(key);
  }
}

const meta = globalThis.document?.querySelector("meta[name=whose]");
if (meta) watch(/** @type {HTMLMetaElement} */ (meta));
