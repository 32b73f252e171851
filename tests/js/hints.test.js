// What a browser may notice in somebody's words: rather too little than something wrong.
import assert from "node:assert/strict";
import { test } from "node:test";
import english from "language/en.js";
import { asked, help, hints } from "room/hints.js";

test("Ann is told of “you always”, “you never” and the like, two at most", () => {
  assert.deepEqual(hints("You always come home late.", english), ["always"]);
  assert.deepEqual(hints("You’ve never asked me.", english), ["never"]);
  assert.deepEqual(hints("You make me angry, and you should know it.", english), ["make", "should"]);
  assert.equal(hints("You always, you never, you made me, you must.", english).length, 2);
});

test("Ann is left in peace when she speaks of herself", () => {
  for (const words of [
    "I felt alone when we ate in silence.",
    "I always hoped so.",
    "What I need to say is hard.",
    "",
  ]) {
    assert.deepEqual(hints(words, english), [], words);
  }
});

test("three sentences at once are long, two are not", () => {
  assert.deepEqual(hints("I was tired. I went to bed.", english), []);
  assert.deepEqual(hints("I was tired. I went to bed. I cried.", english), ["long"]);
  assert.deepEqual(hints("I was tired … really … I was.", english), ["long"]);
});

test("what Ben is called is noticed where a deed is asked for, and only there", () => {
  assert.deepEqual(help("You are so lazy.", "behavior", english), ["trait"]);
  assert.deepEqual(help("You left the plates on the table.", "behavior", english), []);
  assert.deepEqual(help("You are so lazy.", "", english), []);
});

test("a wish that only says what should end is told apart from one that says what should be", () => {
  assert.deepEqual(help("I want you to stop shouting.", "desire", english), ["positive"]);
  assert.deepEqual(help("I want to feel safe.", "desire", english), []);
});

test("a whole request lacks nothing, and one that has just been begun is not spoken about", () => {
  const whole = "Would you sit with me for ten minutes each evening for the next two weeks?";
  assert.deepEqual(help(whole, "request", english), []);
  assert.ok(asked(whole, english).every(([, there]) => there));
  assert.deepEqual(help("Would you", "request", english), []);
  assert.deepEqual(help("Would you please be nicer to me", "request", english), ["specific", "measurable"]);
  assert.deepEqual(asked("Would you please be nicer to me", english)[0], ["positive", true]);
});

test("in a language that has no file nobody is told anything about their words", () => {
  assert.deepEqual(hints("You always do this. You never listen. You must.", null), []);
  assert.deepEqual(help("You are so lazy.", "behavior", null), []);
  assert.ok(asked("Would you sit with me for ten minutes?", null).every(([, there]) => !there));
});
