// Sound, made by the browser itself: nothing is fetched, and nothing is heard before somebody has asked for it.

export const canSound = typeof AudioContext === "function";

/** One for the whole page. @type {AudioContext | null} */
let audio = null;

/** The sound, where it can be heard. */
export const sounding = () => (audio?.state === "running" ? audio : null);

/**
 * Wakes the sound. A browser lets a page do so only when somebody has just touched it.
 * @returns {Promise<AudioContext>}
 */
export async function wakeSound() {
  audio ??= new AudioContext();
  await audio.resume();
  return audio;
}

// Whoever leaves quickly is followed by no sound.
addEventListener("leave", () => void audio?.close());
