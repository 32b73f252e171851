// Keeps a form while it is being written. Without this module its buttons keep it all the same.
// Nothing is left in the browser: what could not be sent yet stays on the page, and is sent again.

const AFTER = 1200; // milliseconds without a key
const AGAIN = [2000, 5000, 15000]; // after a failure, and so on with the last
/** @type {Record<number, string>} */
const OUTCOMES = { 204: "saved", 409: "settled", 422: "refused", 423: "closed" };

class Keeper {
  #form;
  #line;
  #changed = false; // something on the page is not kept yet
  #sending = false;
  #failures = 0;
  #timer = 0;

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.#form = form;
    this.#line = /** @type {HTMLElement} */ (form.querySelector("[data-kept]"));
    form.addEventListener("input", () => {
      this.#changed = true;
      this.#soon(AFTER);
    });
    form.addEventListener("submit", () => {
      clearTimeout(this.#timer);
      this.#changed = false;
    });
    addEventListener("online", () => this.#soon(0));
    addEventListener("beforeunload", (event) => {
      // Whoever leaves quickly has no page any more, and must not be asked.
      if (form.isConnected && (this.#changed || this.#sending)) event.preventDefault();
    });
  }

  #say(what) {
    const says = this.#line.querySelector("span");
    this.#line.classList.toggle("problem", what !== "saved" && what !== "saving");
    if (says.textContent !== this.#line.dataset[what]) says.textContent = this.#line.dataset[what];
  }

  #soon(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(), wait);
  }

  // One at a time, so that an older state never comes after a newer one.
  async #keep() {
    if (this.#sending || !this.#changed || !this.#form.isConnected) return;
    this.#sending = true;
    this.#changed = false;
    this.#say("saving");
    const outcome = await this.#send();
    this.#sending = false;
    this.#say(outcome);
    if (outcome === "saved") {
      this.#failures = 0;
      if (this.#changed) this.#soon(0);
    } else {
      this.#changed = true;
      const wait = AGAIN[Math.min(this.#failures++, AGAIN.length - 1)];
      if (outcome !== "refused") this.#soon(wait);
    }
  }

  async #send() {
    try {
      const { status } = await fetch(location.href, {
        method: "POST",
        body: new FormData(this.#form),
        headers: { "X-Keep": "1" },
        redirect: "manual",
      });
      return OUTCOMES[status] ?? (status < 500 ? "out" : "offline");
    } catch {
      return "offline";
    }
  }
}

const form = document.querySelector("form[data-keep]");
if (form) new Keeper(/** @type {HTMLFormElement} */ (form));
