import { csvOf, download } from "../page/csv.js";
import { withUnit } from "../page/numbers.js";
import { addressWith } from "./settings.js";

/** The run and its reference as CSV, under what they were run with. */
function csvOfRun({ spec, settings, result, reference }) {
  const units = Object.fromEntries(spec.parameters.map(({ name, unit }) => [name, unit]));
  const parameters = (values) => Object.entries(values)
    .map(([name, value]) => withUnit(`${name} = ${value}`, units[name])).join("; ");
  const head = [
    `# ${spec.title}: model ${spec.id}, version ${spec.version}, course ${spec.course}`,
    `# parameters: ${parameters(settings)}`,
    `# reference: the same with ${parameters(spec.compareWith)}`,
  ];
  const named = ({ label, unit }) => (unit ? `${label} (${unit})` : label);
  const columns = [named(spec.axis), ...spec.series.map(named),
    ...spec.series.map((series) => `Reference: ${named(series)}`)];
  const curves = [result.t, ...spec.series.map(({ name }) => result.series[name]),
    ...spec.series.map(({ name }) => reference.series[name])];
  const rows = Array.from(result.t, (_, k) => curves.map((curve) => Number(curve[k].toPrecision(8))));
  return `${head.join("\r\n")}\r\n${csvOf([columns, ...rows])}`;
}

/**
 * What is done with the state as a whole: back to the start, a link to it, its curves as a file.
 *
 * @param {ExplorerState} explorer
 */
export function startActions(explorer) {
  const { root, spec, live } = explorer;
  const actions = {
    reset: () => {
      root.querySelector(".course-story").textContent = "";
      explorer.tryChange(spec.start);
    },
    link: async () => {
      const field = /** @type {HTMLInputElement} */ (root.querySelector(".course-link input"));
      field.value = addressWith(root.id, explorer.settings, spec.start);
      /** @type {HTMLElement} */ (root.querySelector(".course-link")).hidden = false;
      field.select();
      await navigator.clipboard?.writeText(field.value).catch(() => {});
    },
    csv: () => download(`${root.id}.csv`, csvOfRun(explorer)),
  };
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-action]"))) {
    button.addEventListener("click", actions[button.dataset.action]);
  }
  if (live) /** @type {HTMLElement} */ (root.querySelector("[data-action=link]")).hidden = true;
}
