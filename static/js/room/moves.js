// How the moves of a step are laid out and which of them one begins with: worked out from the moves alone.
/** @import { MoveView } from "types/frames" */
/** @import { Draft } from "types/room" */

/** The main choice first, for eye and keyboard alike. @param {MoveView[]} moves */
export const order = (moves) => [...moves].sort((a, b) => Number(a.quiet) - Number(b.quiet));

/** Among many choices one stands apart, and no more: beside them there is room for one. @param {MoveView[]} moves */
export const standsApart = (moves) => {
  const quiet = moves.filter((one) => one.quiet);
  return (/** @type {MoveView} */ one) => one.quiet && (moves.length <= 3 || quiet.length === 1);
};

/** Numbers make a scale of their own, beside the other moves. @param {MoveView} move */
export const isNumber = (move) => /^\p{Nd}+$/u.test(move.label);

/**
 * Gifts make a list; many other moves stand like the rungs of a ladder.
 * @param {MoveView[]} moves
 */
export function shape(moves) {
  if (moves.some((one) => one.gives)) return "gives";
  return moves.length > 3 ? "ladder" : "";
}

/** A ladder is read downwards, in two columns: how long they are. @param {MoveView[]} rungs */
export const rowsOf = (rungs) => Math.ceil(rungs.length / 2);

/** The move whose words have been begun. @param {MoveView[]} moves @param {Draft} draft */
export const begunOf = (moves, draft) =>
  moves.find((move) => move.words !== "none" && move.name === draft.move && draft.words);

/** The one that is there to begin with: the only main move, if it takes words. @param {MoveView[]} moves */
export function firstOf(moves) {
  const main = moves.filter((move) => !move.quiet);
  return main.length === 1 && main[0].words !== "none" ? main[0].name : "";
}

/** How long somebody still waits before it: to write is never too soon. @param {MoveView} move @param {number} wait */
export const waitsFor = (move, wait) => (move.words === "none" && !move.time ? wait : 0);
