// What can be noticed in words, in the room; null until it is there.
import { signsOf } from "base/signs.js";
import { useEffect, useState } from "preact-htm";
/** @import { Signs } from "types/room" */

/** @param {string} language */
export function useSigns(language) {
  const [signs, setSigns] = useState(/** @type {Signs | null} */ (null));
  useEffect(() => void signsOf(language).then((found) => setSigns(found)), [language]);
  return signs;
}
