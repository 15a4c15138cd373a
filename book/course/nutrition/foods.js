import { fromAddress, keepInAddress, oneOf } from "lessonkit/page/address.js";
import { csvOf, download } from "lessonkit/page/csv.js";
import { dataOf, elementOf } from "lessonkit/page/element.js";
import { faultsOf } from "lessonkit/page/faults.js";
import { keepFolds } from "lessonkit/page/folds.js";
import { folded, holdsWords, searchedText } from "lessonkit/page/search.js";

const TAG = "course-foods";
const FIRST = 10;  // rows put into the table at each key: what one screen holds, below what they are found with
const MORE = 200;
const HEADS = ["id", "food", "group", "serving", "serving_g", "kcal_per_100g", "mg_per_serving", "mg_per_100g",
  "mg_per_100kcal", "release"];

/** A row of the table with what the search and the ranking need of it. */
function readFood(row) {
  const { name, group } = row.dataset;
  const shown = searchedText(row.querySelector(".foods-name"));
  const cells = [...row.querySelectorAll("td")];
  const milligrams = Object.fromEntries(cells.map(({ dataset: { by, mg } }) => [by, Number(mg)]));
  const named = folded(`${name} ${group}`);
  return { row, name, group, milligrams, text: () => `${named} ${shown()}` };
}

/** Most magnesium first; foods without the measure last, as if they had less than none. */
const byMost = (measure) => ({ milligrams: a }, { milligrams: b }) =>
  (Number.isNaN(b[measure]) ? -1 : b[measure]) - (Number.isNaN(a[measure]) ? -1 : a[measure]);

const cellsOf = ({ row: { dataset }, name, group, milligrams: { serving, mass, energy } }) =>
  [dataset.id, name, group, dataset.serving, dataset.grams, dataset.kcal, serving, mass, energy, dataset.release];

function render({ model, el, signal }) {
  const root = elementOf(TAG, { model, el });
  const { groups, measures, start, course } = dataOf(root);
  const form = root.querySelector("form");
  const table = root.querySelector("table");
  const body = table.tBodies[0];
  const status = root.querySelector("[role=status]");
  const more = root.querySelector(".foods-more");
  const faults = faultsOf(root);
  const isLive = el !== root;
  const foods = [...body.rows].map(readFood);
  const rankings = {};
  const readers = {
    q: (text) => ({ value: text }), group: oneOf(["", ...groups]), by: oneOf(Object.keys(measures)),
  };
  const { asked, faults: refused } = isLive ? { asked: {}, faults: [] } : fromAddress("foods", readers);
  let settings = { ...start, ...asked };
  let found = foods;

  const ranking = (measure) => rankings[measure] ??= [...foods].sort(byMost(measure));

  /** Let the table hold so many of the foods that were found; those that it holds are the first of them. */
  const layUpTo = (limit) => {
    body.append(...found.slice(body.rows.length, limit).map(({ row }) => row));
    more.hidden = found.length <= limit;
  };

  const markMeasure = () => {
    table.dataset.by = settings.by;
    for (const head of table.tHead.querySelectorAll("[data-by]")) {
      if (head.dataset.by === settings.by) head.setAttribute("aria-sort", "descending");
      else head.removeAttribute("aria-sort");
    }
  };

  const saidOf = (first) => {
    const { by } = settings;
    const measure = by === "serving" ? "a serving" : measures[by];
    return Number.isNaN(first.milligrams[by]) ? `No value per ${measures[by]}: they hold too little energy.`
      : `Most magnesium in ${measure}: ${first.name}.`;
  };

  const show = () => {
    const { q, group, by } = settings;
    const holds = holdsWords(q);
    found = ranking(by).filter((food) => (!group || food.group === group) && holds(food.text()));
    markMeasure();
    body.replaceChildren();
    layUpTo(FIRST);
    status.textContent = found.length ? `${found.length} of ${foods.length} foods. ${saidOf(found[0])}`
      : `None of the ${foods.length} foods fits: use fewer words, or press “Show all”.`;
    root.querySelector("[data-do=csv]").disabled = !found.length;
  };

  const take = () => {
    settings = Object.fromEntries(new FormData(form));
    faults.clear();
    show();
    if (!isLive) keepInAddress("foods", settings, start);
  };

  const fill = () => {
    for (const [name, value] of Object.entries(settings)) form.elements[name].value = value;
  };

  const actions = {
    csv: () => download("magnesium-in-foods.csv", csvOf([HEADS, ...found.map(cellsOf)])),
    more: () => layUpTo(body.rows.length + MORE),
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", take);
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    settings = { ...start };
    fill();
    take();
  });
  root.addEventListener("click", (event) => {
    actions[event.target.closest?.("[data-do]")?.dataset.do]?.();
  });
  addEventListener("beforeprint", () => layUpTo(found.length), { signal });
  fill();
  show();
  faults.say(refused.join(" "));
  if (!isLive) keepFolds(root, course);
  root.querySelector(".foods-file").hidden = false;
  form.hidden = false;
  root.toggleAttribute("ready", true);
}

export default { render };
