// In place of the room's: what is written in the practice room is kept nowhere but on the page.
/** @import { Kept } from "types/room" */

export class Keep {
  /** @returns {Kept} */
  read() {
    return { draft: null, outbox: [], shelf: [], hidden: [] };
  }

  write() {}
}
