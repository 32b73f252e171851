// A person, where there is no room for the name.

/**
 * What stands for a person where there is no room for the name: its first letter or digit, or else the first of
 * what can be seen, with all that belongs to it.
 * @param {string} name
 */
export function initialOf(name) {
  const signs = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment);
  const seen = signs.filter((sign) => !/^[\s\p{Cc}\p{Cf}]+$/u.test(sign));
  const first = seen.find((sign) => /[\p{L}\p{N}]/u.test(sign)) ?? seen[0] ?? "";
  const large = first.toLocaleUpperCase(document.documentElement?.lang || undefined);
  return Array.from(large).length > Array.from(first).length ? first : large;
}
