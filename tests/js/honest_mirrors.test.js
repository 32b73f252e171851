// Nobody in the practice room feels heard by an attack, a defence, advice, a “but” or the contrary of their words.
import assert from "node:assert/strict";
import { test } from "node:test";

Object.assign(globalThis, {
  document: { querySelector: () => null, getElementById: () => null, documentElement: { lang: "en" } },
});
const { signsOf } = await import("base/signs.js");
const { Guide } = await import("practice_room/guide.js");

const KITCHEN = {
  said: "When you come home late and haven’t written, I sit in the kitchen and I feel alone.",
  listen: [["late"], ["the message", "writ", "wrote", "messag", "text"], ["kitchen"], ["alone", "lonely"]],
  wants: ["alone", "lonely"],
};
const MATTER = {
  said: "The story I tell myself then is that I don’t matter to you. One line from you would be enough.",
  listen: [
    ["mattering", "matter", "important"],
    ["one line", "line", "message", "word", "text"],
  ],
  wants: [],
};

/** What Mira makes of it. @param {{said: string, listen: string[][], wants: string[]}} line @param {string} words */
async function made({ said, listen, wants }, words) {
  const guide = new Guide("second", "en");
  await signsOf("en"); // as the guide itself has asked for them, and before
  await new Promise(setImmediate);
  guide.said(said, false);
  const place = /** @type {import("types/practice").Place} */ (/** @type {unknown} */ ({ listen, wants }));
  return guide.listen(place, "mirror", words);
}

const HOSTILE = [
  [KITCHEN, "You are wrong, I was only ten minutes late and you are not alone, you always nag in the kitchen."],
  [KITCHEN, "I hear you’re alone in the kitchen when I’m late without a text, but I work hard."],
  [KITCHEN, "You should not wait in the kitchen alone when I’m late and don’t text."],
  [KITCHEN, "I just forgot to text. Late, kitchen, alone, I get it."],
  [KITCHEN, "You’re not alone in the kitchen when I’m late and don’t write."],
  [KITCHEN, "That’s not true, I text when I’m late, and you’re never alone in the kitchen."],
  [KITCHEN, "You’re exaggerating: late, no text, kitchen, alone."],
  [KITCHEN, "You always sit in the kitchen alone when I’m late without a message."],
  [KITCHEN, "You never let me be late without a text, alone in your kitchen."],
  [KITCHEN, "You’re so selfish. Late, kitchen, no text, alone."],
  [KITCHEN, "Shut up about the kitchen, being alone, late and the text."],
  [KITCHEN, "Why don’t you text me when you’re alone in the kitchen and I’m late?"],
  [KITCHEN, "Have you tried going out of the kitchen when I’m late, haven’t written and you’re alone?"],
  [KITCHEN, "It’s not my fault that you’re alone in the kitchen when I’m late and don’t text."],
  [KITCHEN, "I had to work late, so you sat alone in the kitchen without a text."],
  [KITCHEN, "I didn’t mean to leave you alone in the kitchen, late, without a text."],
  [KITCHEN, "What about me? I’m alone too when you’re late in the kitchen and don’t text."],
  [KITCHEN, "Calm down. Late, no text, kitchen, alone."],
  [KITCHEN, "You make me late. No text, kitchen, alone."],
  [KITCHEN, "You do the same too: late, no text, and I’m alone in the kitchen."],
  [KITCHEN, "You need to get over being alone in the kitchen when I’m late and don’t write."],
  [KITCHEN, "You’re in the kitchen."],
  [KITCHEN, "I was late."],
  [KITCHEN, "I hear you."],
  [KITCHEN, "You’re imagining that you’re alone in the kitchen when I’m late without writing."],
  [KITCHEN, "That’s ridiculous. Late, text, kitchen, alone."],
  [MATTER, "You feel the message matters."],
  [MATTER, "You matter to me, and one line is easy."],
  [MATTER, "You do matter, and I do send you a line."],
  [MATTER, "You know that you matter. I always send one line."],
];
const GOOD = [
  [KITCHEN, "When I’m late and don’t text, you sit in the kitchen and feel alone."],
  [KITCHEN, "What I hear is: I come late, I haven’t written, and you’re alone in the kitchen. Did I get that?"],
  [KITCHEN, "When I don’t text you feel alone in the kitchen."],
  [KITCHEN, "You sit in the kitchen, lonely, when I come home late and haven’t sent a message."],
  [KITCHEN, "You feel lonely in the kitchen when I’m late."],
  [KITCHEN, "You wait in the kitchen and feel so alone when it’s late and I haven’t written."],
  [KITCHEN, "I’m late and silent, you’re in the kitchen, alone."],
  [KITCHEN, "If I got it: late evenings, no message from me, you in the kitchen, and it’s lonely."],
  [KITCHEN, "I forget to text, and you sit in the kitchen alone."],
  [KITCHEN, "When I come late and forget to write, you’re alone in our kitchen."],
  [KITCHEN, "No message, late, and you alone in the kitchen: is that right?"],
  [KITCHEN, "You sit alone in the kitchen because I’m late and I haven’t written."],
  [KITCHEN, "It’s late, I haven’t texted, and in the kitchen you feel alone."],
  [KITCHEN, "In the kitchen you feel alone, when I come late and haven’t written to you."],
  [KITCHEN, "What you’re saying is that you feel alone in the kitchen when I’m late and there’s no text."],
  [KITCHEN, "Late and without a word, and you feel alone in the kitchen."],
  [KITCHEN, "Being late without writing leaves you alone in the kitchen."],
  [KITCHEN, "When I come home late you feel lonely, in the kitchen."],
  [KITCHEN, "So you’re there in the kitchen, alone, I come late, and there was no message."],
  [KITCHEN, "You feel alone when I’m late and never wrote."],
  [MATTER, "Then you tell yourself you don’t matter to me, and one line would be enough."],
  [MATTER, "The story you tell yourself is that you’re not important to me. A line would be enough."],
  [MATTER, "You think you don’t matter to me. One message would do."],
  [MATTER, "You tell yourself that you don’t matter; a single line from me would be enough."],
  [MATTER, "What I hear: you don’t matter to me, that’s the story, and a text would help."],
  [MATTER, "You feel you’re not important to me, and one line is all you need."],
  [MATTER, "In your story you don’t matter to me. One line from me is enough."],
  [MATTER, "You’d say you don’t matter to me, and just one word would be enough."],
  [MATTER, "That you’re not important to me is what you tell yourself. One line would be enough."],
  [MATTER, "You believe you never matter to me. A short message would be enough. Did I get it?"],
];

test("thirty answers that are no mirrors", async () => {
  assert.equal(HOSTILE.length, 30);
  for (const [line, words] of HOSTILE) {
    assert.equal((await made(/** @type {typeof KITCHEN} */ (line), String(words))).heard, false, String(words));
  }
});

test("thirty mirrors in one’s own words", async () => {
  assert.equal(GOOD.length, 30);
  for (const [line, words] of GOOD) {
    const { heard, hurt } = await made(/** @type {typeof KITCHEN} */ (line), String(words));
    assert.deepEqual({ heard, hurt }, { heard: true, hurt: false }, String(words));
  }
});

test("what the other said in the same way is only given back", async () => {
  const said = "You always leave, but I always wait alone in the kitchen.";
  const line = { said, listen: [["wait"], ["alone"]], wants: [] };
  const { heard, hurt } = await made(line, "I always leave, but you always wait alone in the kitchen.");
  assert.deepEqual({ heard, hurt }, { heard: true, hurt: false });
});
