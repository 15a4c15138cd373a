const LONGEST_FRAME_MS = 100;

/**
 * Moves a moment along an axis as long as it plays.
 *
 * @param {{ low: number, high: number }} axis
 * @param {{ at: () => number, move: (at: number) => void, speed: () => number, onChange: (plays: boolean) => void }} scene
 *   `speed` is in units of the axis a second.
 */
export function playerOf({ low, high }, { at, move, speed, onChange }) {
  let frame = 0;
  let before = 0;
  const pause = () => {
    if (!frame) return;
    cancelAnimationFrame(frame);
    frame = 0;
    onChange(false);
  };
  const next = (now) => {
    const passed = Math.min(LONGEST_FRAME_MS, Math.max(0, now - before));
    before = now;
    const reached = Math.min(high, at() + (passed / 1000) * speed());
    frame = requestAnimationFrame(next);
    move(reached);
    if (reached >= high) pause();
  };
  return {
    get plays() { return frame !== 0; },
    play() {
      if (frame) return;
      if (at() >= high) move(low);
      before = performance.now();
      frame = requestAnimationFrame(next);
      onChange(true);
    },
    pause,
  };
}
