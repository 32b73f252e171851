// Which zones are the same to whoever reads a clock in them; and the room's own clock.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock } from "room/clock.js";

Object.assign(globalThis, { document: { querySelector: () => null } });
const { same } = await import("../../static/js/base/zone.js");

test("a zone with two names is one, and Ann is asked only about another clock", () => {
  assert.ok(same("Asia/Calcutta", "Asia/Kolkata"));
  assert.ok(!same("Europe/Berlin", "Asia/Tokyo"));
  // The same in winter, and not in summer.
  assert.ok(!same("Africa/Lagos", "Europe/Berlin", new Date("2027-01-10T12:00Z")));
  assert.ok(same("Mars/Base", "Asia/Tokyo"), "what this browser does not know is not asked about");
});

test("a clock that is put forward and back, and a device whose clock is wrong", () => {
  const spring = Date.parse("2027-03-28T01:00Z") / 1000;
  const autumn = Date.parse("2027-10-31T01:00Z") / 1000;
  const told = { now: 1_800_000_000_000, place: "Berlin" };
  const clock = new Clock(
    {
      ...told,
      offsets: [
        [0, 60],
        [spring, 120],
        [autumn, 60],
      ],
    },
    1_800_000_000_000 - 3_600_000,
  );
  const at = (/** @type {string} */ shown) => new Date(clock.instant(shown)).toISOString().slice(0, 16);
  assert.equal(at("2027-03-28T01:59"), "2027-03-28T00:59");
  assert.equal(at("2027-03-28T02:30"), "2027-03-28T01:30");
  assert.equal(at("2027-10-31T02:30"), "2027-10-31T00:30");
  assert.equal(clock.field(Date.parse("2027-10-31T01:30Z")), "2027-10-31T02:30");
  assert.ok(Number.isNaN(clock.instant("")));
  assert.ok(Math.abs(clock.now() - Date.now() - 3_600_000) < 1000);
});
