import { withUnit, written } from "../page/numbers.js";

const number = (value, unit) => withUnit(written(value), Number.isFinite(value) ? unit : "");

/** How a value stands to the reference: how many times it, or how far from it without a zero. */
function compared(value, reference, { unit, hasZero }) {
  if (!Number.isFinite(value) || !Number.isFinite(reference)) return "–";
  if (value === reference) return "the same";
  if (hasZero && value * reference > 0) return `× ${written(value / reference)}`;
  return withUnit(`${value > reference ? "+" : ""}${written(value - reference)}`, unit);
}

/**
 * The numbers read from the run, the table of its curves, and a summary that is spoken once the reader rests.
 *
 * @param {ExplorerState} explorer
 */
export function startReadouts(explorer) {
  const { root, spec } = explorer;
  const values = /** @type {HTMLDetailsElement} */ (root.querySelector(".course-values"));

  const showScalars = () => {
    for (const scalar of spec.scalars) {
      const [now, before] = [explorer.result, explorer.reference].map(({ scalars }) => scalars[scalar.name]);
      const cells = root.querySelector(`tr[data-scalar="${scalar.name}"]`).querySelectorAll("td");
      cells[0].textContent = number(now, scalar.unit);
      cells[1].textContent = number(before, scalar.unit);
      cells[2].textContent = compared(now, before, scalar);
    }
  };

  const showValues = () => {
    if (!values.open) return;
    const { t, series } = explorer.result;
    const rows = [...values.querySelectorAll("tbody tr")];
    const curves = [t, ...spec.shown.map((name) => series[name])];
    rows.forEach((row, i) => {
      const k = Math.round((i * (t.length - 1)) / (rows.length - 1));
      [...row.children].forEach((cell, j) => { cell.textContent = written(curves[j][k]); });
    });
  };

  values.addEventListener("toggle", showValues);
  explorer.onShow(() => {
    showScalars();
    showValues();
  });
  explorer.onSettled(() => {
    const { settings, result, reference } = explorer;
    const changed = [...spec.parameters, ...spec.choices]
      .filter(({ name }) => settings[name] !== spec.defaults[name])
      .map(({ name, label, unit, options }) => `${label} ${options
        ? options.find(({ id }) => id === settings[name]).label
        : withUnit(written(settings[name]), unit)}`);
    const read = spec.scalars.map(({ name, label, unit }) =>
      `${label} ${number(result.scalars[name], unit)}, reference ${written(reference.scalars[name])}`);
    explorer.say(`${changed.length ? changed.join("; ") : "Default values"}. ${read.join(". ")}.`);
  });
}
