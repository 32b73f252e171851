// A press on what has only just come up in a room: nobody meant that yet.
import assert from "node:assert/strict";
import { test } from "node:test";
import { standing } from "./clock.js";
import { Memory, move, now, tab, welcome } from "./people.js";

/**
 * A person's doings, at a clock that stands until time goes by.
 * @param {string} says
 * @param {Parameters<typeof standing>[0]} does
 */
const told = (says, does) => test(says, standing(does));

const CHECK = { moment: 6, step: "checking", moves: [move({ name: "got_it" }), move({ name: "correct" })] };
const MORE = { moment: 7, step: "more", moves: [move({ name: "more" }), move({ name: "no_more" })] };

told("the second press of a double one does not answer the step that it brought up", (pass) => {
  const own = tab(new Memory(), "", 500);
  own.hears(welcome({ now: now(CHECK) }));
  own.store.act("got_it");
  own.hears({ type: "ack", id: own.commands()[0].id, number: 1 }, { type: "events", events: [], now: now(MORE) });
  pass(250);
  assert.equal(own.store.unseen, true);
  own.store.act("no_more");
  assert.equal(own.commands().length, 1);
  own.store.act("pause"); // always, and at once
  assert.equal(own.commands().length, 2);
  pass(250);
  own.store.act("no_more");
  assert.equal(own.commands().length, 3);
});

told("what Ann finds on coming in she may press at once; what opens under her finger, a moment later", (pass) => {
  const own = tab(new Memory(), "", 500);
  own.hears(welcome({ now: now(CHECK) }));
  assert.equal(own.store.unseen, false);
  own.store.appeared(); // as when she chose to name another time
  own.store.act("got_it");
  assert.equal(own.commands().length, 0);
  pass(500);
  own.store.act("got_it");
  assert.equal(own.commands().length, 1);
});

told("a pause that comes up takes no press on “go on” for a moment", (pass) => {
  const own = tab(new Memory(), "", 500);
  own.hears(welcome({ now: now({ can: ["pause"] }) }));
  own.hears({ type: "events", events: [], now: now({ paused: ["first"], can: ["resume"], moves: [] }) });
  own.store.act("resume");
  assert.equal(own.commands().length, 0);
  pass(500);
  own.store.act("resume");
  assert.equal(own.commands().length, 1);
});
