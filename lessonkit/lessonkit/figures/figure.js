import { dataOf, elementOf } from "../page/element.js";
import { startCursor } from "./cursor.js";
import { pictureInto } from "./picture.js";
import { zoomable } from "./plotly.js";
import { startSound } from "./sound.js";

function render({ model, el, signal }) {
  const root = elementOf("course-figure", { model, el });
  const { figure, palette } = dataOf(root);
  const holder = root.querySelector(".course-picture");
  const picture = pictureInto(holder, figure, palette, signal);
  const cursor = startCursor(holder, picture, { signal });
  startSound(root.querySelector(".course-sound"), picture, cursor, signal);
  zoomable(root.querySelector(".course-zoom"), picture, { holder, palette, model, signal });
  root.toggleAttribute("ready", true);
}

export default { render };
