// What the practice room notices in a mirror: in the visitor's browser alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import english from "language/en.js";
import { compared, halves, help, parrots, says, turned } from "practice_room/listening.js";

const KEYS = [["alone", "lonely"], ["dinner"]];

test("a thing counts as given back however Omar puts it, whatever its case, accent or apostrophe", () => {
  assert.equal(says(["cafe", "don't"], "At the Café", english), true);
  assert.equal(says(["don't"], "I DON’T know", english), true);
  assert.equal(says(["one"], "someone", english), false);
  assert.deepEqual(compared(KEYS, "You felt lonely.", english), { given: ["alone"], missing: ["dinner"] });
});

test("in a language whose words we do not know nothing is said to be missing", () => {
  assert.deepEqual(compared(KEYS, "Du warst allein.", null), { given: [], missing: [] });
  assert.equal(help("But you should not.", null), "");
});

test("Omar is helped with one thing: advice, defence, a “but”, a question or too many words", () => {
  assert.equal(help("You should talk to him.", english), "advice");
  assert.equal(help("I didn’t mean it.", english), "defence");
  assert.equal(help("You were sad, but it was late.", english), "but");
  assert.equal(help("You were sad. Why?", english), "question");
  assert.equal(help("You were sad. Did I get that?", english), "");
  assert.equal(help("word ".repeat(30).trim(), english, { source: "I was sad." }), "long");
});

test("what the other said in the same way is only given back", () => {
  assert.equal(help("You wanted to come, but it was late.", english, { source: "I came, but late." }), "");
});

test("“I feel that …” is a thought where a feeling is guessed", () => {
  assert.equal(help("You might feel that nobody cares.", english, { feelings: true }), "thought");
  assert.equal(help("You might feel lonely.", english, { feelings: true }), "");
});

test("half of what was said is cut where it hurts least, and nothing of it is lost", () => {
  assert.deepEqual(halves("I was tired. I went to bed.", english), ["I was tired.", "I went to bed."]);
  assert.deepEqual(halves("I was tired and I went to bed", english), ["I was tired", "and I went to bed"]);
  assert.deepEqual(halves("Tired", english), ["Tired", ""]);
});

test("a scripted partner turns “I” into “you”, and “you” into “I” or “me”", () => {
  for (const [said, back] of [
    ["I sit in my kitchen and I’m alone", "You sit in your kitchen and you’re alone."],
    ["When you come home late, I feel alone with you.", "When I come home late, you feel alone with me."],
    ["I was afraid that you don’t like me.", "You were afraid that I don’t like you."],
    ["Your phone is more important to you. I miss you!", "My phone is more important to me. You miss me!"],
  ]) {
    assert.equal(turned(said, english), back);
  }
  assert.equal(turned("Ich bin allein.", null), "Ich bin allein.");
});

test("word for word is told from one’s own words", () => {
  const said = "When you come home late I feel alone.";
  assert.equal(parrots("What I hear is: when you come home late, I feel alone. Did I get that?", said), true);
  assert.equal(parrots("When I am late, you are alone.", said), false);
});
