import { fromAddress, keepInAddress, oneOf } from "lessonkit/page/address.js";
import { dataOf, elementOf } from "lessonkit/page/element.js";
import { faultsOf } from "lessonkit/page/faults.js";
import { keepFolds } from "lessonkit/page/folds.js";
import { holdNumber } from "lessonkit/page/numberbox.js";
import { EXACT, readNumber, written } from "lessonkit/page/numbers.js";

const TAG = "course-label";
const HIGHEST = 100_000;

/** What is wrong with an amount, empty if nothing is. */
function amountFault(amount) {
  const given = written(amount, EXACT);
  if (amount <= 0) return `${given} is not above 0: a label states a positive amount`;
  if (amount < 1e-3) return `${given} is less than 0.001: check the unit`;
  return amount > HIGHEST ? `${given} is more than ${HIGHEST}: check the unit` : "";
}

/** The amount in the address of the page. */
function readAmount(text) {
  const { value, fault } = readNumber(text);
  const wrong = fault ?? amountFault(value);
  return wrong ? { fault: `${wrong}.` } : { value };
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
  const { salt: saltList, as: kindList, amount: amountBox } = form.elements;
  const faults = faultsOf(root);
  const isLive = el !== root;
  const readers = { salt: oneOf(Object.keys(salts)), amount: readAmount, as: oneOf(Object.keys(kinds)) };
  const { asked, faults: refused } = isLive ? { asked: {}, faults: [] } : fromAddress("label", readers);
  let settings = { ...start, ...asked };

  const said = {};
  /** Say a text where it is not said yet: what stands there may be a browser's translation of it. */
  const put = (name, text) => {
    if (said[name] === text) return;
    said[name] = text;
    for (const place of root.querySelectorAll(`[data-of="${name}"]`)) place.textContent = text;
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

  const adopt = (change) => {
    settings = { ...settings, ...change };
    faults.clear();
    show();
    if (!isLive) keepInAddress("label", settings, start);
  };

  const showAmount = holdNumber(amountBox, {
    name: "Amount",
    value: () => settings.amount,
    take(amount) {
      const fault = amountFault(amount);
      if (!fault) adopt({ amount });
      return fault;
    },
    kept: () => `The results still show ${written(settings.amount)} ${kinds[settings.as].unit}.`,
    faults,
  });

  const fill = () => {
    saltList.value = settings.salt;
    kindList.value = settings.as;
    showAmount();
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  for (const list of [saltList, kindList]) {
    list.addEventListener("input", () => adopt({ salt: saltList.value, as: kindList.value }));
  }
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    adopt(start);
    fill();
  });
  fill();
  show();
  faults.say(refused.join(" "));
  if (!isLive) keepFolds(root, data.course);
  form.hidden = false;
  root.toggleAttribute("ready", true);
}

export default { render };
