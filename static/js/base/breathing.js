// A calm sound that swells and ebbs with the circle, as the sea does: made here, very soft, off until it is asked for,
// and remembered nowhere. Where the circle rests (reduced motion), the sound is the pace.
import { keepAwake } from "device/awake.js";
import { canSound, sounding, wakeSound } from "device/sound.js";

const BREATH = 10; // seconds, of which four in: as the circle in words.css
const IN = 4;
const SOFTEST = 0.02; // gains, of white noise that is dark
const LOUDEST = 0.3;
const DARK = 420; // hertz, and how much brighter a full breath is
const BRIGHTER = 380;
const FOLLOW = 100; // milliseconds between two looks at the circle
const SMOOTH = 0.08; // seconds
const FADE_IN = 2;
const FADE_OUT = 1.2;

/** How full the breath is: 0 empty, 1 full. @param {number} second */
function fullness(second) {
  const at = second % BREATH;
  const way = at < IN ? at / IN : (BREATH - at) / (BREATH - IN);
  return (1 - Math.cos(Math.PI * way)) / 2;
}

/** Loops without a seam: no sample of white noise knows the one before. @param {AudioContext} audio */
function noise(audio) {
  const buffer = new AudioBuffer({ length: 3 * audio.sampleRate, sampleRate: audio.sampleRate });
  const samples = buffer.getChannelData(0);
  for (let i = 0; i < samples.length; i++) samples[i] = 2 * Math.random() - 1;
  return new AudioBufferSourceNode(audio, { buffer, loop: true });
}

/** One time that it sounds, from the fade in to the fade out. */
class Sea {
  #audio;
  #circle;
  #began;
  #source;
  #filters;
  #swell;
  #fade;
  #timer;

  /** @param {AudioContext} audio @param {Element} circle */
  constructor(audio, circle) {
    this.#audio = audio;
    this.#circle = circle;
    this.#began = audio.currentTime;
    this.#source = noise(audio);
    this.#filters = [0, 1].map(() => new BiquadFilterNode(audio, { type: "lowpass", frequency: DARK, Q: 0 }));
    this.#swell = new GainNode(audio, { gain: SOFTEST });
    this.#fade = new GainNode(audio, { gain: 0 });
    /** @type {AudioNode[]} */
    const way = [this.#source, ...this.#filters, this.#swell, this.#fade, audio.destination];
    way.reduce((from, to) => from.connect(to));
    this.#fade.gain.setTargetAtTime(1, audio.currentTime, FADE_IN / 3);
    this.#source.start();
    this.#timer = setInterval(() => this.#follow(), FOLLOW);
  }

  // The circle's own clock: the sound can never drift from what is seen.
  get #second() {
    const moving = this.#circle.getAnimations({ subtree: true })[0];
    return moving ? Number(moving.currentTime) / 1000 : this.#audio.currentTime - this.#began;
  }

  #follow() {
    const full = fullness(this.#second);
    const now = this.#audio.currentTime;
    this.#swell.gain.setTargetAtTime(SOFTEST + (LOUDEST - SOFTEST) * full, now, SMOOTH);
    for (const one of this.#filters) one.frequency.setTargetAtTime(DARK + BRIGHTER * full, now, SMOOTH);
  }

  /** @param {number} seconds @param {() => void} then */
  ebb(seconds, then) {
    clearInterval(this.#timer);
    const now = this.#audio.currentTime;
    this.#fade.gain.cancelScheduledValues(now);
    this.#fade.gain.setTargetAtTime(0, now, seconds / 5);
    this.#source.onended = then;
    this.#source.stop(now + seconds);
  }
}

class CalmSound {
  #button;
  #circle;
  #trouble;
  /** @type {Sea | null} */
  #sea = null;
  #letSleep = () => {};

  /** @param {HTMLElement} place */
  constructor(place) {
    this.#button = /** @type {HTMLButtonElement} */ (place.querySelector("button"));
    this.#circle = /** @type {Element} */ (place.querySelector(".breath"));
    this.#trouble = /** @type {HTMLElement} */ (place.querySelector("[data-trouble]"));
    /** @type {HTMLElement} */ (this.#button.parentElement).hidden = false;
    this.#button.addEventListener("click", () => (this.#on ? this.#stop() : this.#start()));
    // Who comes back to the page may not be alone any more: it does not begin again by itself.
    document.addEventListener("visibilitychange", () => document.hidden && this.#stop(0.2));
    addEventListener("pagehide", () => this.#stop(0));
  }

  get #on() {
    return this.#button.getAttribute("aria-pressed") === "true";
  }

  set #on(on) {
    this.#button.setAttribute("aria-pressed", String(on));
  }

  async #start() {
    this.#on = true;
    this.#trouble.textContent = "";
    try {
      const audio = await wakeSound();
      if (!this.#on || this.#sea) return; // pressed again meanwhile
      this.#sea = new Sea(audio, this.#circle);
      this.#letSleep = keepAwake();
      // A call comes in, or the headphones go.
      audio.onstatechange = () => this.#sea && audio.state !== "running" && this.#stop(0);
    } catch {
      this.#on = false;
      this.#trouble.textContent = this.#trouble.dataset.trouble ?? "";
    }
  }

  #stop(seconds = FADE_OUT) {
    this.#on = false;
    this.#letSleep();
    this.#sea?.ebb(seconds, () => this.#rest());
    this.#sea = null;
  }

  #rest() {
    if (!this.#on) sounding()?.suspend();
  }
}

const place = document.querySelector("[data-breathing]");
if (place && canSound) new CalmSound(/** @type {HTMLElement} */ (place));
