// Several reasons to draw are one drawing.

/** @param {() => void} draw @returns {() => void} draws once, when what runs now is done, however often it is called */
export function soon(draw) {
  let drawing = false;
  return () => {
    if (drawing) return;
    drawing = true;
    queueMicrotask(() => {
      drawing = false;
      draw();
    });
  };
}
