import { numbersOf } from "../model/solver.js";

/**
 * What a scene's parts follow, computed as in bindings.py.
 *
 * @param {SceneData} scene
 * @param {any} program The model, as solver.js takes it.
 * @returns {(run: Run, settings: Settings, at: number) => Float64Array} The values at a place of the axis.
 */
export function momentOf({ program: { inputs, bound, code } }, program) {
  const compute = new Function(`return ${code}`)();
  const numbers = numbersOf(program, inputs.filter(({ kind }) => kind === "number").map(({ name }) => name));
  const given = new Float64Array(inputs.length);
  const values = new Float64Array(bound.length);
  let known;
  let told = [];
  return ({ t, series }, settings, at) => {
    if (settings !== known) {
      known = settings;
      told = [...numbers(settings)];
    }
    const place = Math.min(t.length - 1, Math.max(0, (at - t[0]) / (t[1] - t[0])));
    const k = Math.min(t.length - 2, Math.floor(place));
    let n = 0;
    inputs.forEach(({ kind, name }, i) => {
      if (kind === "axis") given[i] = at;
      else if (kind === "number") given[i] = told[n++];
      else given[i] = series[name][k] + (place - k) * (series[name][k + 1] - series[name][k]);
    });
    compute(given, values);
    return values;
  };
}
