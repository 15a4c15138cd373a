let whenReleased;

/** Returns what acts as soon as no pointer is down: what moves away under a press is missed by it. */
export function afterPresses() {
  if (whenReleased) return whenReleased;
  const waiting = new Set();
  let isPressed = false;
  addEventListener("pointerdown", () => { isPressed = true; }, true);
  for (const type of ["pointerup", "pointercancel"]) {
    addEventListener(type, () => setTimeout(() => {
      isPressed = false;
      for (const act of waiting) act();
      waiting.clear();
    }), true);
  }
  whenReleased = (act) => {
    if (isPressed) waiting.add(act);
    else act();
  };
  return whenReleased;
}
