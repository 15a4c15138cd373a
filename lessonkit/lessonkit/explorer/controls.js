import { holdNumber } from "../page/numberbox.js";
import { withUnit, written } from "../page/numbers.js";
import { KEPT } from "./state.js";

/**
 * Sliders, boxes and lists of an explorer, and the presets that set several of them.
 *
 * @param {ExplorerState} explorer
 */
export function startControls(explorer) {
  const { root, spec, faults } = explorer;
  const sliderOf = (name) => /** @type {HTMLInputElement} */ (root.querySelector(`input[type=range][name="${name}"]`));
  const boxOf = (name) => /** @type {HTMLInputElement} */ (root.querySelector(`input[type=text][name="${name}"]`));
  const listOf = (name) => /** @type {HTMLSelectElement} */ (root.querySelector(`select[name="${name}"]`));

  const boxes = Object.fromEntries(spec.parameters.map(({ name, low, high }) => [name, holdNumber(boxOf(name), {
    name,
    value: () => explorer.settings[name],
    take: (number) => explorer.refusalOf({ [name]: number }),
    kept: () => KEPT,
    faults,
    step: Number(sliderOf(name).step),
    low,
    high,
  })]));

  const form = root.querySelector("form");
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => {
    const { name, type, value } = /** @type {HTMLInputElement} */ (target);
    if (type === "select-one") explorer.tryChange({ [name]: value });
    if (type === "range") explorer.tryChange({ [name]: Number(value) });
  });
  // A number may be wrong while it is being written; a slider or a list may not.
  form.addEventListener("change", ({ target }) => {
    const control = /** @type {HTMLInputElement} */ (target);
    if (["select-one", "range"].includes(control.type)) control.value = String(explorer.settings[control.name]);
  });

  const presets = [...root.querySelectorAll("[data-preset]")].map((button) =>
    [button, spec.presets.find(({ id }) => id === /** @type {HTMLElement} */ (button).dataset.preset)]);
  for (const [button, { story, parameters }] of presets) {
    button.addEventListener("click", () => {
      root.querySelector(".course-story").textContent = `${story}.`;
      explorer.tryChange({ ...spec.defaults, ...parameters });
    });
  }

  explorer.onShow(() => {
    const { settings } = explorer;
    for (const { name, unit, spoken } of spec.parameters) {
      const slider = sliderOf(name);
      const text = written(settings[name]);
      slider.value = String(settings[name]);
      slider.setAttribute("aria-valuetext", withUnit(text, spoken));
      boxes[name]();
      root.querySelector(`output[name="${name}"]`).textContent = withUnit(text, unit);
    }
    for (const { name } of spec.choices) listOf(name).value = String(settings[name]);
    for (const [button, { parameters }] of presets) {
      const same = Object.entries({ ...spec.defaults, ...parameters })
        .every(([name, value]) => settings[name] === value);
      button.setAttribute("aria-pressed", String(same));
    }
  });
}
