import { dataOf, elementOf } from "../page/element.js";
import { startCursor } from "../figures/cursor.js";
import { pictureInto } from "../figures/picture.js";
import { zoomable } from "../figures/plotly.js";

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * The explorer `id` on the map's own page; in a notebook its first view, which carries a suffix.
 *
 * @returns {ExplorerElement | null}
 */
const explorerOf = (root, id) =>
  (root.closest(".jp-Notebook") ?? document).querySelector(`course-explorer:is([id="${id}"], [id^="${id}-view"])`);

/** Where a setting lies on an axis of the picture; undefined if it lies outside. */
function placeOf({ values, places }, value) {
  const k = values.indexOf(value);
  if (k >= 0) return places[k];
  return value > values[0] && value < values.at(-1) ? value : undefined;
}

function render({ model, el, signal }) {
  const root = elementOf("course-map", { model, el });
  const live = el !== root;
  const { figure, palette, sets, settings, axes, read } = dataOf(root);
  const heat = figure.data.find(({ meta }) => meta === "cells");
  const [across, down] = [{ ...axes[0], places: heat.x }, { ...axes[1], places: heat.y }];
  const holder = root.querySelector(".course-picture");
  const status = root.querySelector("[role=status]");
  const cells = [...root.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td")]);
  let buttons = [];
  let mark = { x: [], y: [] };
  const picture = pictureInto(holder, figure, palette, signal);

  const settingsOf = (i, j) =>
    ({ ...settings, [across.name]: across.values[i], [down.name]: down.values[j] });

  /** Let the model run with the settings of a cell, and say so. */
  const choose = (i, j) => {
    const explorer = explorerOf(root, sets);
    if (!explorer?.hasAttribute("ready")) {
      status.textContent = "The model is not running: show it first.";
      return;
    }
    try {
      explorer.parameters = settingsOf(i, j);
      status.textContent =
        `The model is set to ${across.said[i]} and ${down.said[j]}. ${read}: ${heat.text[j][i]}.`;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      status.textContent = `The model cannot take this cell: ${error.message}.`;
    }
  };

  /** Mark where the model stands, if it lies on the map. */
  const follow = (parameters) => {
    const others = Object.entries(settings).filter(([name]) => name !== across.name && name !== down.name);
    const fits = others.every(([name, value]) => parameters[name] === value);
    const [x, y] = [across, down].map((axis) => placeOf(axis, parameters[axis.name]));
    mark = fits && x !== undefined && y !== undefined ? { x: [x], y: [y] } : { x: [], y: [] };
    buttons.forEach((row, j) => row.forEach((button, i) => {
      const here = mark.x[0] === across.places[i] && mark.y[0] === down.places[j];
      button.setAttribute("aria-pressed", String(here));
    }));
    picture.show({ chosen: mark });
  };

  /** One cell of the table is reached by Tab, the others from it by the arrow keys. */
  const reach = (button) => {
    for (const other of buttons.flat()) other.tabIndex = other === button ? 0 : -1;
  };

  const buttonIn = (cell, i, j) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = cell.textContent;
    button.addEventListener("click", () => choose(i, j));
    button.addEventListener("focus", () => reach(button));
    button.addEventListener("keydown", (event) => {
      const [right, below] = STEPS[event.key] ?? [];
      const next = buttons[j + below]?.[i + right];
      if (!next) return;
      event.preventDefault();
      next.focus();
    });
    cell.replaceChildren(button);
    return button;
  };

  const settable = Boolean(sets && (live || explorerOf(root, sets)));
  if (sets && !settable) console.error(`course-map: no explorer "${sets}" on this page, which sets="…" names`);
  if (settable) {
    buttons = cells.map((row, j) => row.map((cell, i) => buttonIn(cell, i, j)));
    reach(buttons[0][0]);
    root.querySelector("table").setAttribute("role", "grid");
    for (const part of root.querySelectorAll("[data-needs-script]")) part.hidden = false;
    if (live) root.querySelector(".course-chosen a").remove();
    document.addEventListener("course:result", ({ target, detail }) => {
      if (target === explorerOf(root, sets)) follow(detail.parameters);
    }, { signal });
    const { parameters } = explorerOf(root, sets) ?? {};
    if (parameters) follow(parameters);
  }

  startCursor(holder, picture, { enter: settable ? "Enter sets the model to the cell." : "", signal });
  if (settable) {
    holder.classList.add("course-sets");
    picture.onChoice(({ index: [j, i] }) => choose(i, j));
  }
  zoomable(root.querySelector(".course-zoom"), picture, { holder, palette, model, signal });
  root.toggleAttribute("ready", true);
}

export default { render };
