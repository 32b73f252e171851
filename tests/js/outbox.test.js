// A command has an id from the beginning, and is sent again under the same one until there is an answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Outbox, uuid } from "room/outbox.js";
import { standing } from "./clock.js";

const PAUSE = { id: "a", name: "pause" };
const END = { id: "b", name: "end" };

function filled() {
  /** @type {{id: string, name: string}[]} */
  const sent = [];
  const outbox = new Outbox((/** @type {{id: string, name: string}} */ command) => sent.push(command));
  outbox.put(PAUSE);
  outbox.put(END);
  return { outbox, sent };
}

test("what Ann did while her phone had no line waits, in its order, and goes again as it was", () => {
  const { outbox, sent } = filled();
  outbox.again();
  assert.deepEqual(sent, [PAUSE, END, PAUSE, END]);
  assert.deepEqual(outbox.all, [PAUSE, END]);
});

test("an answer takes one act away and leaves the other; an answer to nothing takes nothing", () => {
  const { outbox } = filled();
  assert.equal(outbox.answered("c"), null);
  assert.equal(outbox.answered(null), null);
  assert.equal(outbox.answered("a"), PAUSE);
  assert.equal(outbox.answered("a"), null);
  assert.deepEqual(outbox.all, [END]);
});

test("it is kept before it is sent, so that a page that dies between the two has lost nothing", () => {
  /** @type {string[]} */
  const order = [];
  const outbox = new Outbox(
    () => order.push("sent"),
    () => order.push("kept"),
  );
  outbox.put(PAUSE);
  assert.deepEqual(order, ["kept", "sent"]);
});

test("what waited before a reload is still there, and goes with the rest", () => {
  /** @type {unknown[]} */
  const sent = [];
  const outbox = new Outbox((/** @type {{id: string, name: string}} */ one) => sent.push(one), () => {}, [PAUSE]);
  outbox.put(END);
  outbox.again();
  assert.deepEqual(sent, [END, PAUSE, END]);
});

test(
  "where the server asks for a little time, everything goes once more, and once only",
  standing((pass) => {
    const { outbox, sent } = filled();
    outbox.againLater();
    outbox.againLater();
    pass(1499);
    assert.equal(sent.length, 2);
    pass(1);
    assert.deepEqual(sent, [PAUSE, END, PAUSE, END]);
    outbox.answered("a");
    outbox.againLater();
    pass(1500);
    assert.deepEqual(sent.slice(4), [END]);
  }),
);

test("two acts never share an id", () => {
  const made = new Set(Array.from({ length: 1000 }, uuid));
  assert.equal(made.size, 1000);
  for (const one of made) assert.match(one, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
