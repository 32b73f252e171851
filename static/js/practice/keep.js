// In place of the room's: what is written in the practice room is kept nowhere but on the page.

export class Keep {
  read() {
    return { draft: null, outbox: [], shelf: [], hidden: [] };
  }

  write() {}
}
