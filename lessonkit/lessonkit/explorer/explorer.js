import { elementOf } from "../page/element.js";
import { startExplorer } from "./start.js";

function render({ model, el, signal }) {
  const root = elementOf("course-explorer", { model, el });
  return startExplorer({ root, model, live: el !== root, signal });
}

export default { render };
