import { fromAddress, keepInAddress, oneOf } from "../address.js";
import { dataOf, elementOf } from "../element.js";

const TAG = "course-label";
const HIGHEST = 100_000;

/** A number in a sentence or a table: three digits. */
const written = (value) => String(Number(value.toPrecision(3)));

/** The amount that a reader typed as `{ value }`, or what is wrong with it as `{ fault }`. */
function readAmount(typed) {
  const text = typed.trim().replaceAll(/[−–]/g, "-");
  if (!text) return { fault: "Type an amount, such as 60." };
  if (/^[+-]?\d+(,\d+)+(\.\d+)?$/.test(text)) {
    return { fault: `“${typed.trim()}” has a comma: write decimals with a point, as in 2.48, and thousands as 1000.` };
  }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
    return { fault: `“${typed.trim()}” is no number: write 60 or 2.48, without a unit.` };
  }
  const amount = Number(text);
  if (amount <= 0) return { fault: `${typed.trim()} is not above 0: a label states a positive amount.` };
  if (amount < 1e-3) return { fault: `${typed.trim()} is less than 0.001: check the unit.` };
  if (amount > HIGHEST) return { fault: `${typed.trim()} is more than ${HIGHEST}: check the unit.` };
  return { value: amount };
}

/** One amount of a salt in the four ways. */
function amounts({ magnesium, charge }, { perMmol }, amount, kind) {
  const mmol = amount / { compound: perMmol, element: magnesium, mmol: 1, meq: charge }[kind];
  return { compound: mmol * perMmol, element: mmol * magnesium, mmol, meq: mmol * charge };
}

function render({ model, el }) {
  const root = elementOf(TAG, { model, el });
  const data = dataOf(root);
  const { salts, kinds, start } = data;
  const form = root.querySelector("form");
  const faultLine = root.querySelector(".course-fault");
  const isLive = el !== root;
  const readers = { salt: oneOf(Object.keys(salts)), amount: readAmount, as: oneOf(Object.keys(kinds)) };
  const { asked, faults } = isLive ? { asked: {}, faults: [] } : fromAddress("label", readers);
  let settings = { ...start, ...asked };

  const put = (name, text) => {
    for (const place of root.querySelectorAll(`[data-of="${name}"]`)) {
      if (place.textContent !== text) place.textContent = text;
    }
  };

  const show = () => {
    const { salt, amount, as } = settings;
    const { label, unit, other } = kinds[as];
    const now = amounts(data, salts[salt], amount, as);
    const misread = amounts(data, salts[salt], amount, other);
    for (const [name, value] of Object.entries(now)) put(name, written(value));
    put("name", salts[salt].name);
    put("kind", label);
    put("stated", `${written(amount)} ${unit}`);
    put("other", kinds[other].label);
    put("otherStated", `${written(amount)} ${kinds[other].unit}`);
    put("otherElement", written(misread.element));
    put("factor", written(Math.max(now.mmol, misread.mmol) / Math.min(now.mmol, misread.mmol)));
    for (const row of root.querySelectorAll("[data-row]")) {
      const [first, second] = row.querySelectorAll("td");
      first.textContent = written(now[row.dataset.row]);
      second.textContent = written(misread[row.dataset.row]);
    }
  };

  const complain = (text, isTyped) => {
    faultLine.textContent = text;
    faultLine.hidden = !text;
    form.elements.amount.toggleAttribute("aria-invalid", false);
    if (isTyped) form.elements.amount.setAttribute("aria-invalid", "true");
  };

  const fill = () => {
    for (const [name, value] of Object.entries(settings)) form.elements[name].value = value;
  };

  const take = () => {
    const { salt, as } = Object.fromEntries(new FormData(form));
    const { value, fault } = readAmount(form.elements.amount.value);
    settings = { salt, amount: value ?? settings.amount, as };
    show();
    const still = `The results still show ${written(settings.amount)} ${kinds[as].unit}.`;
    complain(fault ? `${fault} ${still}` : "", Boolean(fault));
    if (!isLive) keepInAddress("label", settings, start);
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", take);
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    settings = { ...start };
    fill();
    take();
  });
  fill();
  show();
  complain(faults.join(" "), false);
  form.hidden = false;
  root.toggleAttribute("ready", true);
}

export default { render };
