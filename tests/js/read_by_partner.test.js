// Before an insult or a threat is sent, its writer is told, and nobody else; rather too little than something wrong.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import english from "language/en.js";
import { careful, help, hinted, hints } from "room/hints.js";

test("an insult is noticed in whatever the other will read", () => {
  for (const words of [
    "You are such an idiot.",
    "You’re pathetic, and you know it.",
    "Just shut up.",
    "you stupid cow",
    "You selfish bastard, you left me there.",
    "Go to hell.",
  ]) {
    assert.deepEqual(careful(words, english), ["insult"], words);
  }
});

test("a threat is noticed, and both where there are both", () => {
  for (const words of [
    "If you leave, I’ll take the kids.",
    "You’ll regret this.",
    "Do it, or else.",
    "I’m going to make you pay for that.",
    "I will hurt you.",
    "You will never see your children again.",
  ]) {
    assert.deepEqual(careful(words, english), ["threat"], words);
  }
  assert.deepEqual(careful("Shut up or I'll hit you, you idiot.", english), ["insult", "threat"]);
});

test("whoever tells what hurt them, or speaks of themselves, is left in peace", () => {
  for (const words of [
    "When you called me an idiot, I felt small.",
    "I feel like an idiot.",
    "I was so angry that I wanted to run away.",
    "I’ll take the kids to school.",
    "I am afraid that you will leave.",
    "You hurt me when you said that.",
    "I’d like a dialogue about the evenings. Is now a good time?",
    "",
  ]) {
    assert.deepEqual(careful(words, english), [], words);
  }
});

test("it comes before the other hints, and in a language that nobody has described nothing is said", () => {
  assert.deepEqual(hints("You always shut up, you idiot. You never talk.", english), ["insult", "always"]);
  assert.deepEqual(help("You idiot, stop it.", "desire", english), ["insult", "positive"]);
  assert.deepEqual(help("You’ll regret it.", "request", english)[0], "threat");
  assert.deepEqual(careful("You idiot.", null), []);
});

test("with every move of every exercise that takes words, an insult is what is said first", () => {
  const folder = new URL("../../dialogue/engine/exercises/", import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith(".toml"));
  const read = files.map((name) => readFileSync(new URL(name, folder), "utf8")).join("\n");
  const moves = read.split(/^\[/m).flatMap((part) => {
    const name = /^(?:steps|redirects)\.(?:\w+\.moves\.)?(\w+)\]/.exec(part)?.[1];
    const takes = /^words = "(required|optional)"/m.test(part);
    return name && takes ? [{ name, helps: /^helps = "(\w+)"/m.exec(part)?.[1] ?? "" }] : [];
  });
  assert.ok(moves.length > 30 && moves.some((move) => move.helps) && moves.some(({ name }) => name === "mirror"));
  for (const move of moves) {
    const words = "You idiot, you always do that. You never listen. You should stop it, or else.";
    assert.deepEqual(hinted(move, words, english).slice(0, 2), ["insult", "threat"], move.name);
  }
});
