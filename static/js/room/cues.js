// A tap or a soft tone when the turn comes to this person, for who looks at the other and not at the screen.
// Off until somebody asks for it, in this tab alone.
import { canSound, sounding, wakeSound } from "device/sound.js";
import { useEffect, useRef, useState } from "preact-htm";

/** @import { Dialogue } from "types/room" */

const KEY = "room-cues";
const can = { touch: typeof navigator.vibrate === "function", sound: canSound };

function chosen() {
  try {
    return new Set((sessionStorage.getItem(KEY) ?? "").split(" ").filter(Boolean));
  } catch {
    return new Set();
  }
}

// A browser lets a page sound only after somebody has touched it.
function unlock() {
  if (chosen().has("sound")) wakeSound().catch(() => {});
}

function tone() {
  const audio = sounding();
  if (!audio) return;
  const begins = audio.currentTime;
  const gain = new GainNode(audio, { gain: 0 });
  const sine = new OscillatorNode(audio, { frequency: 440 });
  gain.gain.linearRampToValueAtTime(0.08, begins + 0.04);
  gain.gain.exponentialRampToValueAtTime(0.0001, begins + 0.7);
  sine.connect(gain).connect(audio.destination);
  sine.start(begins);
  sine.stop(begins + 0.7);
}

function tap() {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate(60);
}

/** The cues that this device can give, those that are on, and a switch for each. */
export function useCues() {
  const [on, setOn] = useState(chosen);
  const toggle = (/** @type {"touch" | "sound"} */ cue) => {
    const next = new Set(on);
    if (!next.delete(cue)) next.add(cue);
    try {
      if (next.size) sessionStorage.setItem(KEY, [...next].join(" "));
      else sessionStorage.removeItem(KEY);
    } catch {
      // Storage is forbidden: it holds as long as the page does.
    }
    setOn(next);
    if (!next.has(cue)) return;
    if (cue === "touch") return tap();
    wakeSound().then(tone, () => {});
  };
  const cues = /** @type {("touch" | "sound")[]} */ (["touch", "sound"]);
  return { offered: cues.filter((cue) => can[cue]), on, toggle };
}

/**
 * Gives the cues when the turn comes here while they speak; at a phone for two, when it goes to the other.
 * @param {Dialogue | null} store
 * @param {boolean} spoken
 * @param {string} next whose turn it is at a phone for two
 */
export function useCue(store, spoken, next) {
  const here = spoken ? next || (store?.mine ? "mine" : "") : "";
  const before = useRef(here || "mine"); // whose turn it is already needs no cue
  useEffect(() => {
    if (!spoken) return;
    addEventListener("pointerdown", unlock);
    addEventListener("keydown", unlock);
    return () => {
      removeEventListener("pointerdown", unlock);
      removeEventListener("keydown", unlock);
    };
  }, [spoken]);
  useEffect(() => {
    if (here && here !== before.current) {
      const on = chosen();
      if (on.has("touch")) tap();
      if (on.has("sound")) tone();
    }
    before.current = spoken ? here : "mine";
  }, [here, spoken]);
}
