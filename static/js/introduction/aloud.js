// Reads the example aloud, line by line, with a voice of the device itself: some browsers also offer voices that send
// what they read to somebody, and those are never taken. Where there is no such voice, there is no button.

/** The voice of a seat: two people sound like two, where the device has two voices for the language.
 * @param {SpeechSynthesisVoice[]} voices @param {string} language @param {boolean} second */
export function voiceFor(voices, language, second) {
  const short = language.slice(0, 2).toLowerCase();
  const found = voices.filter((one) => one.localService && one.lang.toLowerCase().startsWith(short));
  return found[second && found.length > 1 ? 1 : 0] ?? null;
}

class Aloud {
  #place;
  #button;
  #lines;
  #says;
  #on = false;

  /** @param {HTMLElement} place @param {HTMLElement[]} lines */
  constructor(place, lines) {
    this.#place = place;
    this.#button = /** @type {HTMLButtonElement} */ (place.querySelector("button"));
    this.#says = this.#button.textContent;
    this.#lines = lines;
    this.#button.addEventListener("click", () => (this.#on ? this.#stop() : this.#start()));
    // Whoever leaves, quickly or not, is followed by no voice.
    addEventListener("pagehide", () => this.#stop());
    addEventListener("leave", () => this.#stop());
    document.addEventListener("visibilitychange", () => document.hidden && this.#stop());
    this.#look();
    speechSynthesis.addEventListener?.("voiceschanged", () => this.#look());
  }

  /** @param {boolean} second */
  #voice(second) {
    return voiceFor(speechSynthesis.getVoices(), document.documentElement.lang, second);
  }

  #look() {
    this.#place.hidden = !this.#voice(false);
  }

  /** @param {boolean} on */
  #show(on) {
    this.#on = on;
    this.#button.textContent = on ? (this.#button.dataset.stop ?? "") : this.#says;
  }

  #start() {
    this.#show(true);
    const trouble = /** @type {HTMLElement} */ (this.#place.querySelector("[data-trouble]"));
    trouble.textContent = "";
    speechSynthesis.cancel();
    this.#lines.forEach((line, at) => {
      const says = new SpeechSynthesisUtterance(line.querySelector(".words")?.textContent ?? "");
      says.voice = this.#voice(line.classList.contains("seat-second"));
      says.lang = document.documentElement.lang;
      says.rate = 0.95;
      says.onstart = () => this.#mark(line);
      if (at === this.#lines.length - 1) says.onend = () => this.#stop();
      says.onerror = ({ error }) => {
        if (!["canceled", "interrupted"].includes(error)) trouble.textContent = trouble.dataset.trouble ?? "";
        this.#stop();
      };
      speechSynthesis.speak(says);
    });
  }

  #stop() {
    if (!this.#on) return;
    this.#show(false);
    this.#mark(null);
    speechSynthesis.cancel();
  }

  /** @param {HTMLElement | null} line */
  #mark(line) {
    for (const one of this.#lines) one.classList.toggle("speaking", one === line);
  }
}

if (typeof document !== "undefined" && "speechSynthesis" in globalThis) {
  const place = document.querySelector("[data-aloud]");
  const lines = [...document.querySelectorAll("[data-line]")];
  if (place && lines.length) new Aloud(/** @type {HTMLElement} */ (place), /** @type {HTMLElement[]} */ (lines));
}
