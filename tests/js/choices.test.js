// Which moves Ann is offered first, and how they lie under her thumb.
import assert from "node:assert/strict";
import { test } from "node:test";
import { laidOut, ledTo } from "room/layout.js";
import { begunOf, firstOf, isNumber, order, rowsOf, shape, standsApart, waitsFor } from "room/moves.js";
import { event, move } from "./people.js";

const send = move({ name: "send", words: "required" });
const more = move({ name: "more", quiet: true });
const yes = move({ name: "yes" });
const no = move({ name: "no" });

test("where Ann has one thing to write, the field is there at once; where there are two ways, she chooses", () => {
  assert.equal(firstOf([send, more]), "send");
  assert.equal(firstOf([yes, more]), "");
  assert.equal(firstOf([send, yes]), "");
  assert.equal(firstOf([]), "");
});

test("what Ann has begun to write is what she goes on with", () => {
  const draft = { moment: 5, move: "send", words: "When we" };
  assert.equal(begunOf([yes, send], draft), send);
  assert.equal(begunOf([yes, send], { ...draft, words: "" }), undefined);
  assert.equal(begunOf([yes], draft), undefined);
});

test("the main choice comes first, and nothing else changes places", () => {
  const given = [more, yes, no];
  assert.deepEqual(order(given), [yes, no, more]);
  assert.deepEqual(given, [more, yes, no]);
});

test("among many choices one stands apart, if it is the only quiet one", () => {
  assert.equal(standsApart([yes, no, more])(more), true);
  const third = move({ name: "third" });
  assert.equal(standsApart([yes, no, third, more])(more), true);
  const also = move({ name: "also", quiet: true });
  assert.equal(standsApart([yes, no, also, more])(more), false);
  assert.equal(standsApart([yes, no, third, more])(yes), false);
});

test("numbers lie as a scale of their own, gifts as a list, many others as rungs, few in a row", () => {
  assert.deepEqual([move({ name: "seven", label: "7" }), yes].map(isNumber), [true, false]);
  assert.equal(shape([move({ name: "first_gift", gives: "request" }), no]), "gives");
  assert.equal(shape([yes, no, send, more]), "ladder");
  assert.deepEqual(
    [
      [yes, no, send, more],
      [yes, no, more],
    ].map(rowsOf),
    [2, 2],
  );
  assert.equal(shape([yes, no, more]), "");
});

test("where Thea made it slow, pressing waits and writing does not", () => {
  assert.equal(waitsFor(yes, 8), 8);
  assert.equal(waitsFor(send, 8), 0);
  assert.equal(waitsFor(move({ name: "later", time: true }), 8), 0);
});

test("Ben's mirror lies inside what Ann sent, and “got it” with it; the next turn stands by itself", () => {
  const items = laidOut([
    event(1, { seat: "first", piece: 1 }),
    event(2, { name: "mirror", kind: "echo", piece: 1 }),
    event(3, { name: "got_it", seat: "first", kind: "note", words: "" }),
    event(4, { turn: 2, piece: 2 }),
  ]);
  assert.deepEqual(
    items.map((item) => item.kind),
    ["turn", "say", "turn", "say"],
  );
  assert.deepEqual(
    items.flatMap((item) => ("inner" in item ? [item.inner.map((one) => one.number)] : [])),
    [[2, 3], []],
  );
});

test("a whisper lies by itself, never inside what the other reads; acts that repeat nothing new are left out", () => {
  const items = laidOut([
    event(1, { seat: "first", piece: 1 }),
    event(2, { name: "whisper", seat: "therapist", to: "first", kind: "whisper" }),
    event(3, { name: "more", seat: "second", kind: "note", words: "" }),
  ]);
  assert.deepEqual(
    items.map((item) => item.kind),
    ["turn", "say", "private"],
  );
});

test("where Thea led stays in sight until a partner goes on; a whisper or a pause ends it not", () => {
  const led = event(1, { name: "to_mirror", seat: "therapist", kind: "frame" });
  const aside = event(2, { name: "whisper", seat: "therapist", to: "first" });
  const pause = event(3, { name: "pause", kind: "note" });
  assert.equal(ledTo([led, aside, pause]), led);
  assert.equal(ledTo([led, event(4)]), null);
});
