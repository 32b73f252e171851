// Keeps a form while it is being written (form[data-autosave]). Without this module its buttons keep it all the same.
// Nothing is left in the browser: what could not be sent yet stays on the page, and is sent again.
//
// The form is posted as its button would, with the header X-Keep, to the address in data-autosave or to the page's own.
// The answer is JSON: {revision, said} where it is kept, {code} where it is not (dialogue/base/autosave.py). What is
// then said stands in [data-autosave-says], a text for each code.
/** @import { Timer } from "types/room" */

const AFTER = 1200; // milliseconds without a key
const AT_MOST = 10_000; // and at the latest, while somebody goes on writing
const AGAIN = [2000, 5000, 15_000]; // after a failure, and so on with the last
const DECIDED = new Set(["changed", "signed"]); // only its writer can say how it goes on
const UNTIL_WRITTEN = new Set(["invalid", "gone"]); // the same once more would fare no better
const BY_ITSELF = ["revision", "csrfmiddlewaretoken", "whose"];
// What makes the page ask whose login it is now (base/whose.js): that gives its forms what they need to be taken again.
const ASK = new Set(["old", "somebody_else"]); // fields that nobody writes

/** @typedef {{code: string, said?: string, revision?: number | null}} Answer `code` is "kept" where it is */

/** What an answer says of the words that were sent. @param {Response} response @returns {Promise<Answer>} */
export async function answerOf(response) {
  if (response.type === "opaqueredirect") return { code: "out" }; // to where one signs in
  if (response.status >= 500) return { code: "offline" };
  if (!response.headers.get("Content-Type")?.startsWith("application/json")) {
    return { code: response.status === 401 || response.status === 403 ? "out" : "gone" };
  }
  return { code: "kept", ...(await response.json()) };
}

/** What stands in a form, without what changes by itself. @param {HTMLFormElement} form */
function written(form) {
  const data = new FormData(form);
  for (const name of BY_ITSELF) data.delete(name);
  return JSON.stringify([...data]);
}

/** Whether somebody has written before this module came. @param {HTMLFormElement} form */
const begun = (form) =>
  [...form.elements].some((element) => {
    const one = /** @type {HTMLInputElement} */ (element);
    return one.value !== (one.defaultValue ?? one.value) || one.checked !== one.defaultChecked;
  });

class Autosave {
  #form;
  #says;
  #kept;
  #stopped;
  /** @type {Timer} */ #timer;
  #sending = false;
  #leaving = false;
  #failures = 0;
  #waitingSince = 0;

  /** @param {HTMLFormElement} form @param {HTMLElement} says */
  constructor(form, says) {
    this.#form = form;
    this.#says = says;
    // What came back from the server because it could not be kept, is not kept.
    this.#kept = "unkept" in form.dataset ? "" : written(form);
    this.#stopped = "conflict" in form.dataset;
    form.addEventListener("input", () => this.#touched());
    form.addEventListener("submit", () => {
      this.#leaving = true;
      clearTimeout(this.#timer);
    });
    addEventListener("pageshow", () => {
      this.#leaving = false;
    });
    addEventListener("online", () => this.#keep());
    // A telephone may take the page away before the time is up.
    document.addEventListener("visibilitychange", () => document.hidden && this.#keep());
    if (begun(form)) {
      this.#kept = "";
      this.#touched();
    }
    addEventListener("whose", (event) => this.#belongs(/** @type {CustomEvent} */ (event).detail));
    addEventListener("beforeunload", (event) => {
      // Whoever leaves quickly has no page any more, and must not be asked.
      if (form.isConnected && !this.#leaving && written(form) !== this.#kept) event.preventDefault();
    });
  }

  /** @param {import("./whose.js").State} state whose login the page has now */
  #belongs(state) {
    if (state === "other") this.#stopped = this.#leaving = true;
    else this.#keep(); // also where nobody is signed in: it is sealed for its author then
  }

  #touched() {
    if (this.#stopped) return;
    if (!this.#says.classList.contains("problem")) this.#say("waiting");
    this.#waitingSince ||= Date.now();
    this.#soon(Math.max(0, Math.min(AFTER, this.#waitingSince + AT_MOST - Date.now())));
  }

  /** @param {string} code @param {string} [text] */
  #say(code, text = this.#says.dataset[code] ?? this.#says.dataset.gone ?? "") {
    const line = /** @type {HTMLElement} */ (this.#says.querySelector("span"));
    this.#says.classList.toggle("problem", code !== "kept" && code !== "waiting");
    if (line.textContent !== text) line.textContent = text;
  }

  /** @param {number} wait */
  #soon(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(), wait);
  }

  // One at a time, so that an older state never comes after a newer one.
  async #keep() {
    if (this.#sending || this.#stopped || this.#leaving || !this.#form.isConnected) return;
    const now = written(this.#form);
    this.#waitingSince = 0;
    if (now === this.#kept) return;
    this.#sending = true;
    const answer = await this.#send();
    this.#sending = false;
    if (answer.code === "kept") this.#heard(now, answer);
    else this.#failed(answer.code);
  }

  /** @returns {Promise<Answer>} */
  async #send() {
    try {
      const response = await fetch(this.#form.dataset.autosave || location.href, {
        method: "POST",
        body: new FormData(this.#form),
        headers: { "X-Keep": "1" },
        redirect: "manual",
        keepalive: document.hidden,
      });
      return await answerOf(response);
    } catch {
      return { code: "offline" };
    }
  }

  /** @param {string} now @param {Answer} answer */
  #heard(now, { said, revision }) {
    this.#kept = now;
    this.#failures = 0;
    const field = this.#form.elements.namedItem("revision");
    if (field instanceof HTMLInputElement) field.value = String(revision);
    if (written(this.#form) === now) return this.#say("kept", said);
    this.#say("waiting");
    this.#soon(AFTER);
  }

  /** @param {string} code */
  #failed(code) {
    this.#say(code);
    if (ASK.has(code)) document.dispatchEvent(new Event("ask-whose"));
    this.#stopped = DECIDED.has(code);
    if (this.#stopped || UNTIL_WRITTEN.has(code)) return;
    this.#soon(AGAIN[Math.min(this.#failures++, AGAIN.length - 1)]);
  }
}

const form = globalThis.document?.querySelector("form[data-autosave]");
const says = form?.querySelector("[data-autosave-says]");
if (form && says) new Autosave(/** @type {HTMLFormElement} */ (form), /** @type {HTMLElement} */ (says));
