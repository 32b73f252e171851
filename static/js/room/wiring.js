// A store and its connection: what the one says the other sends, and what comes the store is told.
import { SOMEBODY_ELSE } from "room/closing.js";
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
  const ended = () => {
    if (store.closed === SOMEBODY_ELSE) document.dispatchEvent(new Event("ask-whose"));
  };
  const connection = new Connection(url.href, {
    open: () => store.opened(),
    frame: (/** @type {Heard & Partial<Greeting>} */ frame) => {
      store.hear(frame);
      if (store.closed) {
        connection.disconnect();
        return ended();
      }
      if (frame.limits) connection.beatEvery(frame.limits.heartbeat_seconds);
    },
    lost: () => store.lost(),
    closed: (code) => {
      store.end(code);
      ended();
    },
    number: () => store.number,
  });
  // The page has noticed (base/whose.js) that its login is another person's.
  addEventListener("whose", (event) => {
    if (/** @type {CustomEvent} */ (event).detail !== "other") return;
    connection.disconnect();
    store.end(SOMEBODY_ELSE);
  });
  return connection;
}
