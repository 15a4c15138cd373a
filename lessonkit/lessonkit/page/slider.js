/**
 * Let a finger that moves up or down over a slider scroll the page, and leave the slider as it was.
 *
 * The style `touch-action: pan-y` gives the movement to the page; the browser has set the slider by then.
 *
 * @param {HTMLElement} root
 */
export function keepFromSwipes(root) {
  /** @type {{ target: HTMLInputElement, value: string } | undefined} */
  let before;
  root.addEventListener("pointerdown", ({ target, pointerType }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== "range" || pointerType !== "touch") return;
    before = { target, value: target.value };
  }, true);
  root.addEventListener("pointerup", () => { before = undefined; }, true);
  root.addEventListener("pointercancel", ({ target }) => {
    if (!before || before.target !== target) return;
    const { target: slider, value } = before;
    before = undefined;
    slider.value = value;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }, true);
}
