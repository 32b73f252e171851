// A store and its connection: what the one says the other sends, and what comes the store is told.
import { Connection } from "room/connection.js";

/**
 * @param {string} address of the socket
 * @param {any} store
 * @param {string} greeting the frame that tells how often to beat
 */
export function connected(address, store, greeting) {
  const url = new URL(address, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  const connection = new Connection(url.href, {
    open: () => store.opened(),
    frame: (frame) => {
      store.hear(frame);
      if (frame.type === greeting) connection.beatEvery(frame.limits.heartbeat_seconds);
    },
    lost: () => store.lost(),
    closed: (code) => store.end(code),
    number: () => store.number,
  });
  return connection;
}
