import { dataOf, elementOf } from "../element.js";
import { plotInto, stopWaiting, whenNear } from "./plot.js";

function render({ model, el, signal }) {
  const root = elementOf("course-figure", { model, el });
  const { figure, palette } = dataOf(root);
  const holder = root.querySelector(".course-picture");
  const plot = () => plotInto(holder, figure, palette, model, signal);
  if (el === root) whenNear(holder, plot);
  else plot();
  root.toggleAttribute("ready", true);
  return () => stopWaiting(model);
}

export default { render };
