// The room's store: what was said, in its order and without a gap; and words that are never lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { standing } from "./clock.js";
import { event, Memory, move, now, seated, tab, welcome } from "./people.js";

/**
 * A person's doings, at a clock that stands until time goes by.
 * @param {string} says
 * @param {Parameters<typeof standing>[0]} does
 */
const told = (says, does) => test(says, standing(does));

const HERS = "When we ate in silence I felt alone";

told("Ann hears what is new in its order, and what she knows already only once", () => {
  const { store, hears } = seated("first", { events: [event(1)], number: 1 });
  hears({ type: "events", events: [event(1), event(2), event(3)], now: now({ number: 3 }) });
  assert.deepEqual(
    store.events.map((one) => one.number),
    [1, 2, 3],
  );
});

told("how long a turn lasts is told by the server's clock, whatever Ann's device is set to", () => {
  const served = { now: () => Date.now() - 600_000 }; // her device is ten minutes fast
  const { store, hears } = tab(new Memory(), "", 0, served);
  const at = new Date(served.now() - 60_000).toISOString();
  hears(welcome({ seat: "first", events: [{ ...event(1), at }], number: 1 }));
  assert.equal(store.lasts, 60);
});

told("where something was lost on the way, Ann asks for it and shows nothing out of order", () => {
  const { store, hears, all } = seated("first", { events: [event(1)], number: 1 });
  hears({ type: "events", events: [event(3)], now: now({ number: 3 }) });
  assert.equal(store.number, 1);
  assert.deepEqual(all("resync"), [{ type: "resync", after: 1 }]);
  hears({ type: "events", events: [event(2), event(3)], now: now({ number: 3 }) });
  assert.equal(store.number, 3);
});

told("even a lost last event is noticed, by the heartbeat; an equal number asks nothing", () => {
  const { hears, all } = seated("first", { events: [event(1)], number: 1 });
  hears({ type: "heartbeat", number: 1 });
  assert.deepEqual(all("resync"), []);
  hears({ type: "heartbeat", number: 2 });
  assert.deepEqual(all("resync"), [{ type: "resync", after: 1 }]);
});

told("a welcome with a gap takes the place of all that was there", () => {
  const { store, hears } = seated("first", { events: [event(1), event(2)], number: 2 });
  hears(welcome({ gap: true, events: [event(80)], number: 80 }));
  assert.deepEqual(
    store.events.map((one) => one.number),
    [80],
  );
  assert.equal(store.earlier, true);
  hears({ type: "page", events: [event(78), event(79)], more: false });
  assert.equal(store.earlier, false);
  assert.equal(store.events[0].number, 78);
});

told("an older word about where it stands never takes the place of a newer one", () => {
  const { store, hears } = seated("first", { now: now({ number: 4, moment: 6 }), events: [event(4)], number: 4 });
  hears({ type: "events", events: [], now: now({ number: 3, moment: 5 }) });
  assert.equal(store.now?.moment, 6);
});

told("a turn that Ann sent without a line goes again with the same id when there is one, until it is answered", () => {
  const { store, hears, line, commands } = seated();
  line.holds = false;
  store.act("send", { words: HERS });
  assert.equal(commands().length, 0);
  store.lost();
  line.holds = true;
  hears(welcome());
  hears(welcome());
  const [one, other] = commands();
  assert.equal(one.words, HERS);
  assert.deepEqual(one, other);
  hears({ type: "ack", id: one.id, number: 1 });
  hears(welcome());
  assert.equal(commands().length, 2);
});

told("a double click sends one turn; and one pause", () => {
  const { store, commands } = seated();
  store.act("send", { words: HERS });
  store.act("send", { words: HERS });
  store.act("pause");
  store.act("pause");
  assert.deepEqual(
    commands().map((one) => one.name),
    ["send", "pause"],
  );
});

told("a move is bound to the moment Ann looked at; a pause to none", () => {
  const { store, commands } = seated();
  store.act("send", { words: HERS });
  store.act("pause");
  assert.deepEqual(
    commands().map((one) => one.moment),
    [5, -1],
  );
});

told("a reload keeps a turn that has no answer, and words that are not kept yet", () => {
  const memory = new Memory();
  const before = tab(memory);
  before.hears(welcome());
  before.line.holds = false;
  before.store.act("send", { words: HERS });
  before.store.write("send", "And then");

  const after = tab(memory);
  assert.equal(after.store.draft.words, "And then");
  after.hears(welcome());
  assert.equal(after.commands()[0].id, before.store.outbox.all[0].id);
  assert.equal(after.all("draft").at(-1)?.words, "And then");
});

told("what the server refuses comes back into the editor, and the reason with it", () => {
  const { store, hears, commands } = seated();
  store.write("send", HERS);
  store.act("send", { words: HERS });
  const [{ id }] = commands();
  const later = now({ number: 1, moment: 6, floor: ["second"], moves: [] });
  hears({ type: "refusal", id, code: "stale", message: "It has moved on.", now: later });
  assert.equal(store.draft.words, HERS);
  assert.equal(store.refusal?.message, "It has moved on.");
  assert.equal(store.outbox.all.length, 0);
});

told("“try again” is no answer: the same turn goes once more by itself", (pass) => {
  const { store, hears, commands } = seated();
  store.act("send", { words: HERS });
  const [{ id }] = commands();
  hears({ type: "refusal", id, code: "try_again", message: "", now: null });
  assert.equal(store.sending?.id, id);
  pass(1500);
  assert.deepEqual(
    commands().map((one) => one.id),
    [id, id],
  );
  assert.equal(store.refusal, null);
});

told("what Ann writes is kept after a rest, and said to be kept only of the newest words", (pass) => {
  const { store, hears, all } = seated();
  store.write("send", "When we");
  store.write("send", "When we ate");
  assert.equal(all("draft").length, 0);
  pass(600);
  const [{ revision, words }] = all("draft");
  assert.equal(words, "When we ate");
  store.write("send", "When we ate in");
  hears({ type: "drafted", revision });
  assert.equal(store.kept, "writing");
  pass(600);
  hears({ type: "drafted", revision: all("draft")[1].revision });
  assert.equal(store.kept, "kept");
});

told("words too long for a turn stay on the page whole, and are not sent as a draft", (pass) => {
  const { store, all, memory } = seated();
  const long = "x".repeat(41);
  store.write("send", long);
  pass(600);
  assert.equal(store.overlong, true);
  assert.deepEqual(all("draft"), []);
  assert.equal(memory.kept.draft?.words, long);
  store.write("send", "💛".repeat(40)); // forty characters, as people count
  assert.equal(store.overlong, false);
});

told("words that Ann had begun for another move are put aside, never written over", () => {
  const { store } = seated("first", {
    now: now({ moves: [move({ name: "send", words: "required" }), move({ name: "request", words: "required" })] }),
  });
  store.write("send", "When we");
  store.write("request", "Would you");
  assert.deepEqual(store.shelf, [{ move: "send", words: "When we" }]);
  store.takeUp(store.shelf[0], "request");
  assert.equal(store.draft.words, "Would you\nWhen we");
  assert.deepEqual(store.shelf, []);
});

told("another tab does not take words out from under Ann's hands; at rest it shows what she wrote there", (pass) => {
  const { store, hears } = seated();
  store.write("send", "Here");
  hears({ type: "draft", draft: { moment: 5, move: "send", words: "There" } });
  assert.equal(store.draft.words, "Here");
  pass(600);
  hears({ type: "drafted", revision: 1 }, { type: "draft", draft: { moment: 5, move: "send", words: "There" } });
  assert.equal(store.draft.words, "There");
});

told("what Ann said in another tab is no draft any more in this one", () => {
  const { store, hears } = seated("first", { draft: { moment: 5, move: "send", words: HERS } });
  hears({ type: "events", events: [event(1, { seat: "first", words: HERS })], now: now({ number: 1, moment: 6 }) });
  assert.equal(store.draft.words, "");
});

told("Thea's refused whisper stays on its own sheet, and is no draft of hers nor of another sheet", () => {
  const { store, hears, commands } = seated("therapist", { now: now({ can: ["whisper"], moves: [] }) });
  store.act("whisper", { words: "Breathe.", to: "first" });
  assert.notEqual(store.pending("whisper:first"), null);
  assert.equal(store.pending("whisper:second"), null);
  const [{ id }] = commands();
  hears({ type: "refusal", id, code: "nobody_there", message: "Nobody.", now: null });
  assert.deepEqual(store.asides, { "whisper:first": "Breathe." });
  assert.equal(store.draft.words, "");
  assert.equal(store.refusal?.sheet, "whisper:first");
});

told("a tab that the server has closed says so, and a stranger's tab has nothing to draw", () => {
  const { store } = tab();
  store.end(4404);
  assert.equal(store.closed, 4404);
  assert.equal(store.welcome, null);
  assert.throws(() => store.act("pause"), /Not welcomed/);
});

told("a whisper that Thea was writing is there again after a reload, and gone when it was sent", () => {
  const memory = new Memory();
  const can = { now: now({ can: ["whisper"], moves: [] }) };
  const before = tab(memory);
  before.hears(welcome({ seat: "therapist", ...can }));
  before.store.note("whisper:first", "You can breathe.");
  const after = tab(memory);
  after.hears(welcome({ seat: "therapist", ...can }));
  assert.equal(after.store.asides["whisper:first"], "You can breathe.");
  after.store.act("whisper", { words: "You can breathe.", to: "first" });
  after.hears({ type: "ack", id: after.commands()[0].id, number: 1 });
  assert.deepEqual(memory.kept.asides, {});
});
