// The example is read by voices of the device alone, and two people sound like two.
import assert from "node:assert/strict";
import { test } from "node:test";
import { voiceFor } from "../../static/js/introduction/aloud.js";

/** @param {string} name @param {string} lang @param {boolean} localService */
const voice = (name, lang, localService) => /** @type {any} */ ({ name, lang, localService });

test("a voice that sends what it reads to somebody is never taken", () => {
  const voices = [voice("far", "en-US", false), voice("near", "en-GB", true)];
  assert.equal(voiceFor(voices, "en", false)?.name, "near");
  assert.equal(voiceFor(voices, "en", true)?.name, "near");
  assert.equal(voiceFor([voices[0]], "en", false), null);
});

test("Ann and Ben have two voices where there are two, and none of another language", () => {
  const voices = [voice("Anna", "de-DE", true), voice("Amy", "en-GB", true), voice("Bob", "en-US", true)];
  assert.equal(voiceFor(voices, "en", false)?.name, "Amy");
  assert.equal(voiceFor(voices, "en", true)?.name, "Bob");
  assert.equal(voiceFor(voices, "fr", false), null);
});
