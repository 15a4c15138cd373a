import { compile } from "../model/solver.js";
import { announce } from "../page/element.js";
import { faultsOf } from "../page/faults.js";
import { addressWith, remedy, settingFault, settingsInAddress } from "./settings.js";

const SETTLED_MS = 500;
export const KEPT = "The last good value is kept.";

const givesNumbers = ({ series }) => Object.values(series).every((curve) => curve.every(Number.isFinite));

/**
 * The runs of a model: `runsWith(values)` gives the run and its reference, or throws a RangeError if one of them has
 * no finite curves.
 */
function runner(program, compareWith) {
  const run = compile(program);
  let kept;
  /** The run of the reference, which is often the same after a change. */
  const referenceRun = (values) => {
    const wanted = { ...values, ...compareWith };
    if (!kept || Object.entries(wanted).some(([name, value]) => kept.settings[name] !== value)) {
      kept = { settings: wanted, result: run(wanted) };
    }
    return kept.result;
  };
  return (values) => {
    const both = [run(values), referenceRun(values)];
    if (both.every(givesNumbers)) return both;
    throw new RangeError("With these settings the model gives no finite numbers");
  };
}

/** The refusal of an act that may throw a RangeError; empty if it does not. */
function refusal(act) {
  try {
    act();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return error.message;
  }
  return "";
}

/**
 * Tell listeners of a change in the next frame (`onShow`) and when no further one has come for a while (`onSettled`).
 */
function listeners() {
  const showing = [];
  const settling = [];
  let frame = 0;
  let timer;
  const all = (acts) => { for (const act of acts) act(); };
  return {
    onShow(act) {
      showing.push(act);
      act();
    },
    onSettled: (act) => { settling.push(act); },
    changed() {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        all(showing);
      });
      clearTimeout(timer);
      timer = setTimeout(() => all(settling), SETTLED_MS);
    },
    stop() {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    },
  };
}

/**
 * The state of an explorer: its settings, its run and that of the reference, and the cursor; parts of the page hear
 * of each change.
 *
 * @param {{ root: HTMLElement, model: WidgetModel, live: boolean, program: any, spec: any }} given
 * @returns {ExplorerState}
 */
export function stateOf({ root, model, live, program, spec }) {
  const runsWith = runner(program, spec.compareWith);
  const faults = faultsOf(root);
  const { onShow, onSettled, changed, stop } = listeners();
  const cursorActs = [];
  const guards = [];
  let settings = spec.start;
  let result;
  let reference;
  let cursor;

  /** Take over `values` and run the model, or throw a RangeError that says what to change. */
  const adopt = (values) => {
    const refused = refusal(() => { [result, reference] = runsWith(values); });
    if (!refused) settings = values;
    else throw new RangeError(`${refused}: ${remedy(spec, values, settings, (each) => !refusal(() => runsWith(each)))}`);
  };

  const kernelKnows = () => {
    const known = model.get("parameters");
    return Object.entries(settings).every(([name, value]) => known[name] === value);
  };
  const tellKernel = () => {
    if (kernelKnows()) return;
    model.set("parameters", { ...settings });
    model.save_changes();
  };

  const change = (changes) => {
    for (const [name, value] of Object.entries(changes)) {
      const wrong = settingFault(spec, name, value);
      if (wrong) throw new RangeError(wrong);
    }
    adopt({ ...settings, ...changes });
    faults.clear();
    changed();
    tellKernel();
    announce(root, "course:result",
      { model: spec.id, parameters: { ...settings }, scalars: { ...result.scalars } });
  };

  const refusalOf = (changes) =>
    guards.map((guard) => guard(changes)).find(Boolean) ?? refusal(() => change(changes));
  const sayRefused = (refused) => {
    if (refused) faults.say(`${refused}. ${KEPT}`);
  };
  const tryChange = (changes) => sayRefused(refusalOf(changes));

  const { asked, faults: refused } = live ? { asked: {}, faults: [] } : settingsInAddress(spec, root.id);
  const unusable = refusal(() => adopt({ ...settings, ...model.get("parameters"), ...asked }));
  if (unusable) {
    refused.push(`${unusable}.`);
    adopt(spec.start);
  }
  faults.say(refused.join(" "));
  tellKernel();
  model.on("change:parameters", () => {
    if (kernelKnows()) return;
    sayRefused(refusal(() => change(model.get("parameters"))));
    tellKernel();
  });
  onSettled(() => {
    if (live) return;
    try {
      history.replaceState(history.state, "", addressWith(root.id, settings, spec.start));
    } catch {
      // Some browsers refuse this for files; "Copy link" still gives the address.
    }
  });

  return {
    root,
    spec,
    live,
    model,
    faults,
    get settings() { return settings; },
    get result() { return result; },
    get reference() { return reference; },
    get cursor() { return cursor; },
    change,
    refusalOf,
    tryChange,
    onShow,
    onSettled,
    guard: (guard) => { guards.push(guard); },
    setCursor(value) {
      if (value === cursor) return;
      cursor = value;
      for (const act of cursorActs) act();
      announce(root, "course:cursor", { model: spec.id, cursor: value ?? null });
    },
    onCursor: (act) => { cursorActs.push(act); },
    say(text) { /** @type {HTMLElement} */ (root.querySelector(".course-summary")).textContent = text; },
    stop,
  };
}
