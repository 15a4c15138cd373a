/**
 * The share of a line at which a point stands.
 *
 * @param {{ start: [number, number], end: [number, number] }} line
 * @param {{ x: number, y: number }} point
 */
export function shareAlong({ start, end }, { x, y }) {
  const [across, down] = [end[0] - start[0], end[1] - start[1]];
  return ((x - start[0]) * across + (y - start[1]) * down) / (across ** 2 + down ** 2);
}

/**
 * The value of a slider at a share of its length.
 *
 * @param {[number, number, number]} slider Its least and greatest value and its step.
 * @param {number} share
 */
export function valueAlong([low, high, step], share) {
  const steps = Math.round((Math.min(1, Math.max(0, share)) * (high - low)) / step);
  return Math.min(high, Number((low + steps * step).toPrecision(12)));
}

/**
 * Let a pointer drag parts of a drawing along their lines, and so set their parameters.
 *
 * @param {SVGSVGElement} svg
 * @param {SceneGrab[]} grabs
 * @param {ExplorerState} explorer
 */
export function startGrabs(svg, grabs, explorer) {
  for (const { part, parameter, also, slider, ...line } of grabs) {
    const element = /** @type {SVGGraphicsElement} */ (svg.querySelector(`[data-part="${CSS.escape(part)}"]`));
    element.dataset.grab = parameter;
    const shareAt = ({ clientX, clientY }) =>
      shareAlong(line, new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM()?.inverse()));
    let pointer;
    let offset = 0;
    element.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || pointer !== undefined) return;
      event.preventDefault();
      element.setPointerCapture(event.pointerId);
      element.dataset.held = "";
      pointer = event.pointerId;
      const [low, high] = slider;
      offset = (explorer.settings[parameter] - low) / (high - low) - shareAt(event);
    });
    element.addEventListener("pointermove", (event) => {
      if (event.pointerId !== pointer) return;
      const changes = { ...also, [parameter]: valueAlong(slider, shareAt(event) + offset) };
      if (Object.entries(changes).some(([name, value]) => explorer.settings[name] !== value)) {
        explorer.tryChange(changes);
      }
    });
    for (const name of ["pointerup", "pointercancel"]) {
      element.addEventListener(name, () => {
        pointer = undefined;
        delete element.dataset.held;
      });
    }
  }
}
