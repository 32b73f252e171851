// What stands for a person where there is no room for the name.
import assert from "node:assert/strict";
import { test } from "node:test";

Object.assign(globalThis, {
  document: { documentElement: { lang: "en" }, querySelector: () => null, getElementById: () => null },
});
const { initialOf } = await import("room/parts.js");

test("Ann has an A, and everybody something that can be seen", () => {
  for (const [name, initial] of [
    ["Ann", "A"],
    ["ömer", "Ö"],
    ["\u2068שרה\u2069", "ש"],
    ["“Ann”", "A"],
    ["e\u0301lise", "E\u0301"],
    ["👩‍👧 Ann", "A"],
    ["👩‍👧", "👩‍👧"],
    ["ßan", "ß"],
    ["क्षमा", "क्ष"],
    ["7of9", "7"],
  ]) {
    assert.equal(initialOf(name).normalize("NFC"), initial.normalize("NFC"), name);
  }
});
