import { dataOf, elementOf, kernelOf } from "../element.js";
import { plotInto, stopWaiting, whenNear } from "../figures/plot.js";
import { solve } from "./solver.js";

const TAG = "course-explorer";
const SETTLED_MS = 500;

/** A number in a sentence or a table: three digits, a true minus sign. */
export function written(value) {
  if (!Number.isFinite(value)) return "none";
  const rounded = Number(value.toPrecision(3));
  return (Object.is(rounded, -0) ? "0" : String(rounded)).replace("-", "−");
}

const withUnit = (text, unit) => (unit ? `${text} ${unit}` : text);

/** Say what is wrong with a value of a parameter or choice, and what to write; empty if nothing is. */
function fault(spec, name, value) {
  const choice = spec.choices.find((item) => item.name === name);
  if (choice) {
    const ids = choice.options.map((option) => option.id);
    return ids.includes(value) ? "" : `${name} = ${value} is no option: choose one of ${ids.join(", ")}`;
  }
  const parameter = spec.parameters.find((item) => item.name === name);
  if (!parameter) {
    const names = [...spec.parameters, ...spec.choices].map((item) => item.name);
    return `${name} is no parameter of ${spec.id}: choose one of ${names.join(", ")}`;
  }
  const { low, high, unit, whole } = parameter;
  const kind = whole ? "whole number" : "number";
  const remedy = withUnit(`write a ${kind} from ${written(low)} to ${written(high)}`, unit);
  if (typeof value !== "number" || Number.isNaN(value)) return `${name} = ${value} is no number: ${remedy}`;
  if (value < low || value > high) return `${name} = ${value} is out of range: ${remedy}`;
  return whole && !Number.isInteger(value) ? `${name} = ${value} is no whole number: ${remedy}` : "";
}

/** The value of a curve between two of its points. */
function valueAt(place, t, curve) {
  const k = Math.min(t.length - 2, Math.max(0, t.findIndex((point) => point >= place) - 1));
  return curve[k] + ((place - t[k]) / (t[k + 1] - t[k])) * (curve[k + 1] - curve[k]);
}

/** The numbers of a run, in the order of the model's vector. */
function vector(spec, settings) {
  const chosen = spec.choices.flatMap((choice) =>
    choice.options.find((option) => option.id === settings[choice.name]).values);
  return [...spec.parameters.map(({ name }) => settings[name]), ...spec.constants, ...chosen];
}

/** Settings that the page's address asks for, and what is wrong with those that cannot be used. */
function fromAddress(spec, id) {
  const asked = {};
  const faults = [];
  for (const [key, text] of new URLSearchParams(location.search)) {
    if (!key.startsWith(`${id}.`)) continue;
    const name = key.slice(id.length + 1);
    const isNumber = spec.parameters.some((parameter) => parameter.name === name);
    const value = isNumber ? (text.trim() === "" ? NaN : Number(text)) : text;
    const wrong = fault(spec, name, value);
    if (wrong) faults.push(`From the address of this page: ${wrong}.`);
    else asked[name] = value;
  }
  return { asked, faults };
}

function address(id, settings, start) {
  const url = new URL(location.href);
  for (const key of [...url.searchParams.keys()]) {
    if (key.startsWith(`${id}.`)) url.searchParams.delete(key);
  }
  for (const [name, value] of Object.entries(settings)) {
    if (value !== start[name]) url.searchParams.set(`${id}.${name}`, value);
  }
  return url.href;
}

/** How a value stands to the reference: how many times it, or how far from it without a zero. */
function compared(value, reference, { unit, hasZero }) {
  if (!Number.isFinite(value) || !Number.isFinite(reference)) return "–";
  if (value === reference) return "the same";
  if (hasZero && value * reference > 0) return `× ${written(value / reference)}`;
  return withUnit(`${value > reference ? "+" : ""}${written(value - reference)}`, unit);
}

function csv(spec, settings, result, reference) {
  const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
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
  return [...head, columns.map(quoted).join(","), ...rows.map((row) => row.join(",")), ""].join("\r\n");
}

function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Call `act` when no further call has come for `ms`. */
function settled(act, ms) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  };
}

const givesNumbers = ({ series }) => Object.values(series).every((curve) => curve.every(Number.isFinite));

function render({ model, el, signal }) {
  const root = elementOf(TAG, { model, el });
  kernelOf(model, root);
  const { spec, figure, palette } = dataOf(root);
  const functions = new Function(`return ${spec.code}`)();
  const one = (selector) => root.querySelector(selector);
  const live = el !== root;
  const { asked, faults } = live ? { asked: {}, faults: [] } : fromAddress(spec, root.id);
  let settings = spec.start;
  let result;
  let reference;
  let drawCurves;

  const run = (values) => solve(spec, functions, vector(spec, values));

  let kept = {};
  /** The run of the reference, which is often the same after a change. */
  const referenceRun = (values) => {
    const numbers = vector(spec, { ...values, ...spec.compareWith });
    if (!numbers.every((number, k) => number === kept.numbers?.[k])) {
      kept = { numbers, run: solve(spec, functions, numbers) };
    }
    return kept.run;
  };

  /** The run with `values` and its reference, or a RangeError if one of them gives no finite curves. */
  const runsWith = (values) => {
    const both = [run(values), referenceRun(values)];
    if (both.every(givesNumbers)) return both;
    throw new RangeError("With these settings the model gives no finite numbers");
  };

  const runs = (values) => {
    try {
      runsWith(values);
      return true;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  };

  /** What of `values` to move back towards `good`: one of them if that is enough, else all that differ. */
  const remedy = (values, good) => {
    const moved = [...spec.parameters, ...spec.choices].filter(({ name }) => values[name] !== good[name]);
    const alone = moved.find(({ name }) => runs({ ...values, [name]: good[name] }));
    const back = ({ name, label, unit, options }) => (options
      ? `set ${label} (${name}) to ${good[name]}`
      : `move ${label} (${name}) towards ${withUnit(written(good[name]), unit)}`);
    return (alone ? [alone] : moved).map(back).join(" and ") || "start from other values";
  };

  /** Take over `values` and run the model, or throw a RangeError that says what to change. */
  const adopt = (values) => {
    try {
      [result, reference] = runsWith(values);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new RangeError(`${error.message}: ${remedy(values, settings)}`);
    }
    settings = values;
  };

  // Showing

  const curves = () => spec.shown.flatMap((name) => {
    const curve = result.series[name];
    const lines = [{ x: reference.t, y: reference.series[name] }, { x: result.t, y: curve }];
    if (!spec.readAt) return lines;
    const place = settings[spec.readAt];
    return [...lines, { x: [place], y: [valueAt(place, result.t, curve)] }];
  });

  const showControls = () => {
    for (const { name, unit, spoken } of spec.parameters) {
      const slider = one(`input[type=range][name="${name}"]`);
      const box = one(`input[type=number][name="${name}"]`);
      const text = written(settings[name]);
      slider.value = settings[name];
      slider.setAttribute("aria-valuetext", withUnit(text, spoken));
      if (document.activeElement !== box) box.value = settings[name];
      one(`output[name="${name}"]`).textContent = withUnit(text, unit);
    }
    for (const { name } of spec.choices) one(`select[name="${name}"]`).value = settings[name];
    for (const button of root.querySelectorAll("[data-preset]")) {
      const preset = spec.presets.find(({ id }) => id === button.dataset.preset);
      const same = Object.entries({ ...spec.defaults, ...preset.parameters })
        .every(([name, value]) => settings[name] === value);
      button.setAttribute("aria-pressed", String(same));
    }
  };

  const number = (value, unit) => withUnit(written(value), Number.isFinite(value) ? unit : "");

  const showScalars = () => {
    for (const scalar of spec.scalars) {
      const [now, before] = [result.scalars[scalar.name], reference.scalars[scalar.name]];
      const cells = one(`tr[data-scalar="${scalar.name}"]`).querySelectorAll("td");
      cells[0].textContent = number(now, scalar.unit);
      cells[1].textContent = number(before, scalar.unit);
      cells[2].textContent = compared(now, before, scalar);
    }
  };

  const values = one(".course-values");
  const showValues = () => {
    if (!values.open) return;
    const { length } = result.t;
    const rows = [...values.querySelectorAll("tbody tr")];
    rows.forEach((row, i) => {
      const k = Math.round((i * (length - 1)) / (rows.length - 1));
      const cells = [result.t, ...spec.shown.map((name) => result.series[name])];
      [...row.children].forEach((cell, j) => { cell.textContent = written(cells[j][k]); });
    });
  };

  const saySettled = settled(() => {
    const changed = [...spec.parameters, ...spec.choices]
      .filter(({ name }) => settings[name] !== spec.defaults[name])
      .map(({ name, label, unit, options }) => `${label} ${options
        ? options.find(({ id }) => id === settings[name]).label
        : withUnit(written(settings[name]), unit)}`);
    const read = spec.scalars.map(({ name, label, unit }) =>
      `${label} ${number(result.scalars[name], unit)}, reference ${written(reference.scalars[name])}`);
    one(".course-summary").textContent = `${changed.length ? changed.join("; ") : "Default values"}. ${read.join(". ")}.`;
  }, SETTLED_MS);

  const keepAddress = settled(() => {
    if (live) return;
    try {
      history.replaceState(history.state, "", address(root.id, settings, spec.start));
    } catch {
      // Some browsers refuse this for files; "Copy link" still gives the address.
    }
  }, SETTLED_MS);

  let frame = 0;
  const show = () => {
    frame = 0;
    showControls();
    showScalars();
    showValues();
    drawCurves?.(curves());
  };
  const showSoon = () => { frame ||= requestAnimationFrame(show); };

  // Changing

  const kernelKnows = () => {
    const known = model.get("parameters");
    return Object.entries(settings).every(([name, value]) => known[name] === value);
  };
  const tellKernel = () => {
    if (kernelKnows()) return;
    model.set("parameters", { ...settings });
    model.save_changes();
  };

  const complain = (text) => {
    const place = one(".course-fault");
    place.textContent = text;
    place.hidden = !text;
  };

  /** Take over `changes`, or throw a RangeError that says what is wrong and leave all as it was. */
  const change = (changes) => {
    for (const [name, value] of Object.entries(changes)) {
      const wrong = fault(spec, name, value);
      if (wrong) throw new RangeError(wrong);
    }
    adopt({ ...settings, ...changes });
    complain("");
    showSoon();
    saySettled();
    keepAddress();
    tellKernel();
    const detail = { model: spec.id, parameters: { ...settings }, scalars: { ...result.scalars } };
    root.dispatchEvent(new CustomEvent("course:result", { bubbles: true, composed: true, detail }));
  };

  const tryChange = (changes, control) => {
    try {
      change(changes);
      control?.removeAttribute("aria-invalid");
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      control?.setAttribute("aria-invalid", "true");
      complain(`${error.message}. The last good value is kept.`);
    }
  };

  const form = one("form");
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => {
    const { name, type, value } = target;
    if (!name) return;
    if (type === "select-one") tryChange({ [name]: value }, target);
    else tryChange({ [name]: value === "" ? NaN : Number(value) }, target);
  });
  const putBack = (control) => {
    control.value = settings[control.name];
    control.removeAttribute("aria-invalid");
  };
  // A number may be wrong while it is being written; a slider or a list may not.
  form.addEventListener("focusout", ({ target }) => { if (target.type === "number") putBack(target); });
  form.addEventListener("change", ({ target }) => {
    if (target.name && target.type !== "number") putBack(target);
  });
  for (const button of root.querySelectorAll("[data-preset]")) {
    const { story, parameters } = spec.presets.find(({ id }) => id === button.dataset.preset);
    button.addEventListener("click", () => {
      one(".course-story").textContent = `${story}.`;
      tryChange({ ...spec.defaults, ...parameters });
    });
  }
  const actions = {
    reset: () => {
      one(".course-story").textContent = "";
      tryChange(spec.start);
    },
    link: async () => {
      const field = one(".course-link input");
      field.value = address(root.id, settings, spec.start);
      one(".course-link").hidden = false;
      field.select();
      await navigator.clipboard?.writeText(field.value).catch(() => {});
    },
    csv: () => download(`${root.id}.csv`, csv(spec, settings, result, reference)),
  };
  for (const button of root.querySelectorAll("[data-action]")) {
    button.addEventListener("click", actions[button.dataset.action]);
  }
  values.addEventListener("toggle", showValues);

  model.on("change:parameters", () => {
    if (kernelKnows()) return;
    tryChange(model.get("parameters"));
    tellKernel();
  });

  // Starting

  Object.defineProperties(root, {
    parameters: { configurable: true, get: () => ({ ...settings }), set: (changes) => change(changes) },
    result: {
      configurable: true,
      get: () => ({
        ...result,
        units: Object.fromEntries([...spec.series, ...spec.scalars].map(({ name, unit }) => [name, unit])),
      }),
    },
  });
  try {
    adopt({ ...settings, ...model.get("parameters"), ...asked });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    faults.push(`${error.message}.`);
    adopt(spec.start);
  }
  tellKernel();
  show();
  complain(faults.join(" "));
  for (const part of root.querySelectorAll("[data-needs-script]")) part.hidden = false;
  one(".course-still")?.remove();
  if (live) one("[data-action=link]").hidden = true;
  const holder = one(".course-picture");
  const plot = () => plotInto(holder, figure, palette, model, signal).then((draw) => {
    drawCurves = draw;
    draw(curves());
  });
  if (live) plot();
  else whenNear(holder, plot);
  root.toggleAttribute("ready", true);
  return () => {
    cancelAnimationFrame(frame);
    stopWaiting(model);
  };
}

export default { render };
