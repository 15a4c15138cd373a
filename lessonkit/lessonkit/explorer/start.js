import { dataOf, kernelOf } from "../page/element.js";
import { keepFolds } from "../page/folds.js";
import { startActions } from "./actions.js";
import { startControls } from "./controls.js";
import { startPicture } from "./picture.js";
import { startReadouts } from "./readouts.js";
import { cursorAsked } from "./settings.js";
import { startScene } from "../scene/scene.js";
import { stateOf } from "./state.js";
import { startTasks } from "../tasks/tasks.js";

/** What other people's pages and scripts reach of an explorer. */
function offer(root, explorer) {
  const { spec } = explorer;
  const units = Object.fromEntries([...spec.series, ...spec.scalars].map(({ name, unit }) => [name, unit]));
  Object.defineProperties(root, {
    parameters: { configurable: true, get: () => ({ ...explorer.settings }), set: explorer.change },
    cursor: {
      configurable: true,
      get: () => explorer.cursor ?? null,
      set: (value) => explorer.setCursor(cursorAsked(spec, value)),
    },
    result: { configurable: true, get: () => ({ ...explorer.result, units: { ...units } }) },
  });
}

/**
 * Bring the element of an explorer to life; returns how to stop. `live` if it has no place in the address of the page:
 * in a notebook, or within another widget.
 *
 * @param {{ root: any, model: WidgetModel, live: boolean, signal?: AbortSignal }} given
 */
export function startExplorer({ root, model, live, signal }) {
  const kernel = kernelOf(model, root);
  const data = dataOf(root);
  const explorer = stateOf({ root, model, live, program: data.program, spec: data.spec });
  offer(root, explorer);
  startPicture(explorer, root.querySelector(".course-key-curves"), data.figure, data.palette, signal);
  if (data.folded) startPicture(explorer, root.querySelector(".course-more-curves"), data.folded, data.palette, signal);
  /** @type {any[]} */
  const stops = [
    startControls(explorer),
    startReadouts(explorer),
    startActions(explorer),
    startScene(explorer, data.scene, data.program),
    startTasks(explorer, data.taskSet, kernel),
    explorer.stop,
  ];
  if (!explorer.live) keepFolds(root, data.course);
  for (const part of root.querySelectorAll("[data-needs-script]")) part.hidden = false;
  root.toggleAttribute("ready", true);
  return () => { for (const stop of stops) stop?.(); };
}
