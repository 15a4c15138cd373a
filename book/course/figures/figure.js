import { dataOf } from "../element.js";
import { plotInto, whenNear } from "./plot.js";

function render({ model, el }) {
  const { figure, palette } = dataOf(el);
  const holder = el.querySelector(".course-picture");
  whenNear(holder, () => plotInto(holder, figure, palette, model));
  el.toggleAttribute("ready", true);
}

export default { render };
