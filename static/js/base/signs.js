// What can be noticed in words, in the language of the page: a file for each (docs/languages.md).
/** @import { Signs } from "types/room" */

/**
 * Null in a language that has no file: then nothing is said of anybody's words, rather than something wrong.
 * @param {string} language
 * @returns {Promise<Signs | null>}
 */
export async function signsOf(language) {
  for (const code of new Set([language, language.split("-")[0]])) {
    try {
      return (await import(`language/${code}.js`)).default;
    } catch {
      // There is none, or it cannot be reached just now.
    }
  }
  return null;
}
