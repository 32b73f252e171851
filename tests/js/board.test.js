// Thea's board: every room once, the most pressing first, and nothing moves under her hand.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Store } from "board/store.js";
import { standing } from "./clock.js";

/** @import { BoardCommand, BoardSent, BoardTold, RoomCard } from "types/frames" */

/** @param {string} id @param {Partial<RoomCard>} [with_] @returns {RoomCard} */
const room = (id, with_ = {}) => ({
  id,
  told_apart: 0,
  people: { first: "Ann", second: "Ben" },
  exercise: "",
  phase: "",
  title: "",
  turn: 1,
  sender: "first",
  floor: ["first"],
  next: ["first"],
  paused: [],
  hands: [],
  corrections: 0,
  unsafe: [],
  presence: { first: "here" },
  seconds: 0,
  needs: [],
  can: ["pause"],
  ...with_,
});

/** @param {RoomCard[]} rooms */
function opened(...rooms) {
  return opensWith(0, rooms);
}

/** @param {number} unseen @param {RoomCard[]} rooms */
function opensWith(unseen, rooms) {
  /** @type {BoardSent[]} */
  const sent = [];
  const store = new Store(
    (frame) => Boolean(sent.push(frame)),
    () => {},
    { whose: "", unseen },
  );
  /** @type {Extract<BoardTold, {type: "board"}>} */
  const whole = {
    type: "board",
    version: 1,
    whose: "",
    limits: {
      frame_bytes: 1,
      silence_seconds: 1,
      heartbeat_seconds: 1,
      frames_at_once: 1,
      frames_per_second: 1,
      long_silence_seconds: 1,
    },
    number: 1,
    couples: rooms.length,
    rooms,
  };
  store.hear(whole);
  const commands = () => /** @type {BoardCommand[]} */ (sent.filter((frame) => frame.type === "command"));
  return { store, commands, whole };
}

test("who raised a hand comes before who is quiet, and rooms that nobody is in come last", () => {
  const { store } = opened(
    room("away", { presence: {} }),
    room("going"),
    room("quiet", { needs: ["silence"] }),
    room("hand", { needs: ["hand"] }),
  );
  assert.deepEqual(store.order, ["hand", "quiet", "going", "away"]);
  assert.deepEqual(store.part("needs"), ["hand", "quiet"]);
  assert.deepEqual(store.part("away"), ["away"]);
  assert.equal(store.needing, 2);
});

test("nothing moves while Thea's hand is on a card; afterwards it does", () => {
  const { store } = opened(room("one"), room("two"));
  let held = true;
  store.heldBy(() => held);
  store.hear({ type: "rooms", number: 2, rooms: [room("two", { needs: ["hand"] })], gone: [] });
  assert.deepEqual(store.order, ["one", "two"]);
  assert.equal(store.unsorted, true);
  held = false;
  store.sort();
  assert.deepEqual(store.order, ["two", "one"]);
  assert.deepEqual(store.fresh, [{ id: "two", need: "hand" }]);
});

test("a pause that has no answer goes again with the same id, and a second press sends none", () => {
  const { store, commands, whole } = opened(room("one"));
  store.act("one", "pause");
  store.act("one", "pause");
  store.lost();
  store.hear(whole);
  const [first, again, ...rest] = commands();
  assert.deepEqual(again, first);
  assert.deepEqual(rest, []);
  store.hear({ type: "ack", id: first.id, number: 2 });
  assert.equal(store.sending("one"), null);
});

test("a refusal is said at its room; “try again” is none", () => {
  standing((pass) => {
    const { store, commands } = opened(room("one"), room("two"));
    store.act("one", "pause");
    const [{ id }] = commands();
    store.hear({ type: "refusal", id, code: "try_again", message: "", now: null });
    pass(1500);
    assert.equal(commands()[1].id, id);
    store.hear({ type: "refusal", id, code: "not_allowed", message: "Not now.", now: null });
    assert.deepEqual([...store.refusals], [["one", "Not now."]]);
    assert.equal(store.sending("one"), null);
  })();
});

test("a room that is gone leaves nothing behind; a closed board has nothing on the screen", () => {
  const { store } = opened(room("one"), room("two"));
  store.act("one", "pause");
  store.hear({ type: "rooms", number: 2, rooms: [], gone: ["one"] });
  assert.deepEqual(store.order, ["two"]);
  assert.deepEqual(store.outbox.all, []);
  store.end(4401);
  assert.deepEqual([store.order, store.rooms.size], [[], 0]);
});

test("Thea's board comes back as Ben's login: it shows no room, and her pause is not sent as his", () => {
  const { store, commands, whole } = opened(room("a"));
  store.act("a", "pause");
  store.lost();
  store.hear({ ...whole, whose: "2:ben" });
  assert.equal(store.closed, 4403);
  assert.equal(store.rooms.size + store.outbox.all.length, 0);
  assert.equal(commands().length, 1);
});

test(
  "Thea's second press on “Pause” does not lift the pause that the first has brought",
  standing((pass) => {
    const { store, commands } = opensWith(500, [room("a")]);
    store.act("a", "pause");
    store.hear({ type: "ack", id: commands()[0].id, number: 1 });
    store.hear({ type: "rooms", number: 2, rooms: [room("a", { can: ["resume"] })], gone: [] });
    pass(250);
    store.act("a", "resume");
    assert.equal(commands().length, 1);
    pass(250);
    store.act("a", "resume");
    assert.equal(commands().length, 2);
  }),
);
