// A tab that was asleep while somebody signed out or in: whose words it keeps, and whom it shows nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { standing } from "./clock.js";
import { event, Memory, tab, welcome } from "./people.js";

/**
 * A person's doings, at a clock that stands until time goes by.
 * @param {string} says
 * @param {Parameters<typeof standing>[0]} does
 */
const told = (says, does) => test(says, standing(does));

const HERS = "When we ate in silence I felt alone";

const [ANNS, BENS] = ["1:ann", "2:ben"];

/** Ann's tab while it sleeps: words in the editor, beside it and put aside, and an act without an answer. */
function asleep() {
  const memory = new Memory();
  const own = tab(memory, ANNS);
  own.hears(welcome({ whose: ANNS, events: [event(1)], number: 1 }));
  own.line.holds = false;
  own.store.lost();
  own.store.write("send", "Put aside");
  own.store.putAside();
  own.store.note("whisper:first", "Beside");
  own.store.write("send", HERS);
  own.store.act("send", { words: HERS });
  own.line.holds = true;
  own.sent.length = 0;
  return own;
}

for (const seat of /** @type {const} */ (["second", "therapist"])) {
  told(`the line is back as Ben's login (${seat}): nothing of Ann's is handed over, shown or kept`, (pass) => {
    const { store, hears, sent, memory } = asleep();
    store.opened();
    assert.deepEqual(sent, [{ type: "hello", version: 1, number: 1, whose: ANNS }]);
    hears(welcome({ whose: BENS, seat, draft: { moment: 5, move: "mirror", words: "Of Ben" } }));
    pass(60_000);
    store.flush();
    assert.deepEqual(sent.length, 1);
    assert.equal(store.closed, 4403);
    assert.deepEqual([store.welcome, store.now, store.events, store.shelf, store.asides], [null, null, [], [], {}]);
    assert.equal(store.draft.words, "");
    assert.deepEqual(memory.kept, { draft: null, outbox: [], shelf: [], hidden: [], asides: {} });
    hears(welcome({ whose: ANNS }));
    assert.equal(store.welcome, null);
  });
}

told("the line is back as Ann's own new login: everything goes on", () => {
  const { store, hears, all, commands } = asleep();
  store.opened();
  hears(welcome({ whose: ANNS, events: [event(1)], number: 1 }));
  assert.equal(commands().length, 1);
  assert.equal(all("draft").at(-1)?.words, HERS);
  assert.equal(store.shelf.length, 1);
});

told("signed out, Ann's tab shows nothing that was said, and keeps what she had not sent", () => {
  const { store, memory } = asleep();
  store.end(4401);
  assert.deepEqual([store.welcome, store.events], [null, []]);
  assert.equal(memory.kept.outbox.length, 1);
});
