// In place of the room's: what is written in the practice room is kept nowhere but on the page.
/** @import { Keeper, Kept } from "types/room" */

/** @implements {Keeper} */
export class Keep {
  /** @returns {Kept} */
  read() {
    return { draft: null, outbox: [], shelf: [], hidden: [], asides: {} };
  }

  write() {}
}
