// The clock that a person reads: that of their pages, whatever their device is set to. The page says what its zone
// is ahead of UTC and since when: a browser's own list of zones may be years old. The server's clock decides, too.

/**
 * Offsets of seconds and minutes; `now` in milliseconds.
 * @typedef {{offsets: [number, number][], now: number, place: string}} Told
 */

const WRONG = 60_000; // a device's clock that is off by less is right
const DAY = 86_400_000;

export class Clock {
  /** @type {[number, number][] | null} */
  #offsets;
  #wrong = 0;
  /** Which clock it is, where the two partners read different ones; else "". */
  place = "";

  /** @param {Told | undefined} told without it, the device's own clock is read */
  constructor(told, read = Date.now()) {
    this.#offsets = told?.offsets ?? null;
    if (!told) return;
    const wrong = told.now - read;
    this.#wrong = Math.abs(wrong) > WRONG ? wrong : 0;
    this.place = told.place;
  }

  now() {
    return Date.now() + this.#wrong;
  }

  /** Minutes ahead of UTC. @param {number} at */
  #ahead(at) {
    if (!this.#offsets) return -new Date(at).getTimezoneOffset();
    const since = this.#offsets.findLast(([second]) => second * 1000 <= at) ?? this.#offsets[0];
    return since ? since[1] : 0;
  }

  /** What it shows then, as a date whose UTC is read. @param {number} at */
  wall(at) {
    return new Date(at + this.#ahead(at) * 60_000);
  }

  /** The same as a field for a time has it. @param {number} at */
  field(at) {
    return this.wall(at).toISOString().slice(0, 16);
  }

  /**
   * When it shows what stands in such a field: the first time, if twice; as by clocks.py, if never, as much later
   * as it is put forward. Not a number for what is no time.
   * @param {string} shown
   */
  instant(shown) {
    const wall = Date.parse(`${shown}Z`);
    const [before, after] = [this.#ahead(wall - DAY), this.#ahead(wall + DAY)];
    const [early, late] = [wall - before * 60_000, wall - after * 60_000];
    return this.#ahead(early) !== before && this.#ahead(late) === after ? late : early;
  }
}
