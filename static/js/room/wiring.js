// A store and its connection: what the one says the other sends, and what comes the store is told.
import { Connection } from "room/connection.js";
/** @import { Wired } from "types/room" */

/**
 * The frame that answers the hello tells how often to beat.
 * @typedef {{limits: {heartbeat_seconds: number}}} Greeting
 */

/**
 * @template {{type: string}} Heard
 * @param {string} address of the socket
 * @param {Wired<Heard>} store
 */
export function connected(address, store) {
  const url = new URL(address, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  const connection = new Connection(url.href, {
    open: () => store.opened(),
    frame: (/** @type {Heard & Partial<Greeting>} */ frame) => {
      store.hear(frame);
      if (frame.limits) connection.beatEvery(frame.limits.heartbeat_seconds);
    },
    lost: () => store.lost(),
    closed: (code) => store.end(code),
    number: () => store.number,
  });
  return connection;
}
