import { fromAddress, keepInAddress } from "lessonkit/page/address.js";
import { csvOf, download } from "lessonkit/page/csv.js";
import { dataOf, elementOf, kernelOf } from "lessonkit/page/element.js";
import { faultsOf } from "lessonkit/page/faults.js";
import { keepFolds } from "lessonkit/page/folds.js";
import { linked } from "lessonkit/page/links.js";
import { holdNumber } from "lessonkit/page/numberbox.js";
import { EXACT, fixed, readNumber, written } from "lessonkit/page/numbers.js";
import { folded, holdsWords } from "lessonkit/page/search.js";
import { whenSent } from "lessonkit/page/sent.js";
import { smallestChange } from "./swaps.js";

const TAG = "course-plate";
const MOST_SUPPLEMENT = 2000;
// Read from the end, for the name of a body may hold hyphens.
const WHO = /^(?<of>.+?)-(?<given>[^-]*)-(?<sex>female|male)(?:-(?<stage>.*))?$/;
const FEW = 5;  // names of foods in a message

const signed = (value) => (fixed(value).startsWith("−") ? fixed(value) : `+${fixed(value)}`);
const counted = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

function render({ model, el }) {
  const root = elementOf(TAG, { model, el });
  kernelOf(model, root);
  const { foods, intakes, levels, days, mostServings, who: startWho, course } = dataOf(root);
  const one = (selector) => root.querySelector(selector);
  const who = one(".plate-who");
  const pick = one(".plate-pick");
  const body = one(".plate-now tbody");
  const isLive = el !== root;
  const start = { plate: new Map(Object.entries(model.get("plate"))), who: startWho, supplement: 0 };
  const faults = faultsOf(root);
  const servingsBoxes = new Map();
  let state = start;

  // What can be wrong: each returns a text, empty if nothing is.

  const servingsFault = (servings) => {
    const given = `${written(servings, EXACT)} servings`;
    if (servings <= 0) return `${given} cannot be: write more than 0, or remove the food`;
    return servings > mostServings ? `${given} are too many for a day: write at most ${mostServings}` : "";
  };

  const supplementFault = (mg) => (mg >= 0 && mg <= MOST_SUPPLEMENT ? ""
    : `Magnesium from supplements: write a number of mg from 0 to ${MOST_SUPPLEMENT}`);

  const rowFor = (rows, { body: of, age, sex, stage }) => rows.find((row) => row.body === of
    && age >= row.from && (row.below === null || age < row.below)
    && (row.sex === undefined || (row.stage === stage && [sex, "all"].includes(row.sex))));

  const whoFault = (someone) => {
    if (!(someone.age >= 1 && someone.age <= 120)) return "Age: write a number of years from 1 to 120";
    return rowFor(intakes, someone) ? "" : `The table has no reference intake of ${someone.body} for `
      + `${someone.sex}, ${someone.age} years${someone.stage && `, ${someone.stage}`}`;
  };

  // The address

  const whoText = ({ body: of, age, sex, stage }) => [of, age, sex, ...(stage ? [stage] : [])].join("-");

  const settingsOf = ({ plate, who: someone, supplement }) => ({
    foods: [...plate].map(([id, servings]) => `${id}:${servings}`).join(),
    who: whoText(someone),
    supplement: String(supplement),
  });

  /** The foods of an address; what cannot be used is added to `refused`, and the rest is kept. */
  const readPlate = (text, refused) => {
    const plate = new Map();
    // No id begins with a digit: a comma before one is a decimal comma.
    for (const item of text.split(/,(?!\d)/).filter(Boolean)) {
      const [id, given = "1"] = item.split(":");
      const { value: servings, fault: unread } = readNumber(given);
      const fault = !Object.hasOwn(foods, id) ? "there is no food with this id"
        : plate.has(id) ? "the food stands twice" : unread ?? servingsFault(servings);
      if (fault) refused.push(`From the address of this page, plate.foods, “${item}”: ${fault}. It is left out.`);
      else plate.set(id, servings);
    }
    return plate;
  };

  const readWho = (text) => {
    const parts = WHO.exec(text)?.groups;
    if (!parts) {
      const { stage } = intakes.find((row) => row.stage) ?? {};
      const examples = [startWho, ...(stage ? [{ ...startWho, stage }] : [])].map(whoText);
      return { fault: `“${text}” cannot be read: write for example ${examples.join(" or ")}.` };
    }
    const { of, given, sex, stage = "" } = parts;
    const { value: age, fault: unread } = readNumber(given);
    const someone = { body: of, age, sex, stage };
    const fault = unread ? `Age: ${unread}` : whoFault(someone);
    return fault ? { fault: `${fault}.` } : { value: someone };
  };

  const readSupplement = (text) => {
    const { value, fault: unread } = readNumber(text);
    const fault = unread ?? supplementFault(value);
    return fault ? { fault: `${fault}.` } : { value };
  };

  const fromPage = () => {
    const items = [];
    const readers = { foods: (text) => ({ value: readPlate(text, items) }), who: readWho, supplement: readSupplement };
    const { asked: { foods: plate = state.plate, ...rest }, faults: others } = fromAddress("plate", readers);
    state = { ...state, plate, ...rest };
    return [...others, ...items];
  };

  // Showing

  const amount = (name) => [...state.plate].reduce((sum, [id, servings]) => sum + servings * foods[id][name], 0);

  const newRow = (id) => {
    const { name, serving } = foods[id];
    const row = one(".plate-row").content.firstElementChild.cloneNode(true);
    row.dataset.id = id;
    row.querySelector(".plate-name").textContent = name;
    row.querySelector(".plate-serving").textContent = serving;
    const box = row.querySelector("input");
    box.setAttribute("aria-label", `Servings of ${name}`);
    box.setAttribute("aria-describedby", one(".course-fault").id);
    servingsBoxes.set(id, holdNumber(box, {
      name,
      value: () => state.plate.get(id),
      take: (servings) => setServings(id, servings),
      kept: () => stillHas(id),
      faults,
      step: 0.5,
      low: 0.5,
      high: mostServings,
    }));
    const labels = { less: "Half a serving less of", more: "Half a serving more of", remove: "Remove" };
    for (const [act, label] of Object.entries(labels)) {
      row.querySelector(`[data-do=${act}]`).setAttribute("aria-label", `${label} ${name}`);
    }
    return row;
  };

  const showRows = () => {
    const rows = Object.fromEntries([...body.rows].map((row) => [row.dataset.id, row]));
    for (const [id, row] of Object.entries(rows)) {
      if (state.plate.has(id)) continue;
      faults.clear(row.querySelector("input"));
      servingsBoxes.delete(id);
      row.remove();
    }
    let before = null;
    for (const [id, servings] of state.plate) {
      const row = rows[id] ?? newRow(id);
      // Moving a row that stands right would take the focus out of it.
      const place = before ? before.nextElementSibling : body.firstElementChild;
      if (row !== place) body.insertBefore(row, place);
      servingsBoxes.get(id)();
      row.querySelector(".plate-mg").textContent = fixed(servings * foods[id].mg);
      row.querySelector(".plate-kcal").textContent = fixed(servings * foods[id].kcal);
      before = row;
    }
    one(".plate-now").hidden = !state.plate.size;
  };

  const showGroups = (total) => {
    const sums = {};
    for (const [id, servings] of state.plate) {
      const { group, mg } = foods[id];
      sums[group] = (sums[group] ?? 0) + servings * mg;
    }
    const rows = Object.entries(sums).sort(([, a], [, b]) => b - a).map(([group, mg]) => {
      const row = document.createElement("tr");
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = group;
      row.append(head);
      const share = total ? (100 * mg) / total : 0;
      row.style.setProperty("--share", String(share));
      for (const value of [mg, share]) row.insertCell().textContent = fixed(value);
      return row;
    });
    one(".plate-groups tbody").replaceChildren(...rows);
    one(".plate-groups").hidden = !rows.length;
  };

  const cite = (place, before, { source, url }, after = "") => {
    place.replaceChildren(`${before} (`, linked(source, url), `). ${after}`);
  };

  const showSupplements = (food) => {
    const { supplement, who: someone } = state;
    const level = rowFor(levels, someone);
    const place = one(".plate-supplements");
    const sum = supplement ? `Food and supplements together: ${fixed(food + supplement)} mg.` : "";
    const counts = supplement ? `Supplements, counted apart: ${supplement} mg a day` : "Supplements are counted apart";
    if (!level) {
      place.textContent = `${counts}. The table has no upper level for this age. ${sum}`;
      return;
    }
    const relation = supplement > level.mg ? "above" : supplement === level.mg ? "at" : "below";
    cite(place, `${counts}${supplement ? `, ${relation} the` : ". They have an"} ${level.label}`, level, sum);
  };

  const show = () => {
    const total = amount("mg");
    const need = rowFor(intakes, state.who);
    const percent = Math.floor((100 * total) / need.mg);
    const gap = total < need.mg ? `${Math.max(1, Math.round(need.mg - total))} mg below the reference intake` : "the reference intake is reached";
    showRows();
    showGroups(total);
    one(".plate-total").textContent = `Food: ${fixed(total)} mg of ${need.mg} mg, ${percent} %; ${gap}. Energy: ${fixed(amount("kcal"))} kcal.`;
    one(".plate-bar").style.setProperty("--share", String(Math.min(100, percent)));
    cite(one(".plate-reference"), `Reference intake: ${need.mg} mg a day, ${need.label}`, need);
    showSupplements(total);
    for (const option of who.elements.stage.options) {
      option.disabled = option.value !== "" && !rowFor(intakes, { ...state.who, stage: option.value });
    }
    for (const button of [one("[data-do=suggest]"), one("[data-do=csv]")]) button.disabled = !state.plate.size;
  };

  const showWho = () => {
    for (const name of ["body", "sex", "stage"]) who.elements[name].value = state.who[name];
    showAge();
    showSupplement();
  };

  const tellKernel = () => {
    const plate = Object.fromEntries(state.plate);
    if (JSON.stringify(plate) === JSON.stringify(model.get("plate"))) return;
    model.set("plate", plate);
    model.save_changes();
  };

  const showAdvice = (text, items = []) => {
    one(".plate-advice").textContent = text;
    one(".plate-swaps").replaceChildren(...items);
  };

  const adopt = (change) => {
    state = { ...state, ...change };
    faults.clear();
    if (!pick.elements.food.value) faults.clear(pick.elements.food);
    showAdvice("");
    show();
    tellKernel();
    one(".plate-link").hidden = true;
    if (!isLive) keepInAddress("plate", settingsOf(state), settingsOf(start));
  };

  // Changing the plate

  const stillHas = (id) => `The plate still has ${written(state.plate.get(id), EXACT)}.`;

  /** Take over so many servings of a food, or return what is wrong with them. */
  const setServings = (id, servings) => {
    const fault = servingsFault(servings);
    if (fault) return `${foods[id].name}: ${fault}`;
    adopt({ plate: new Map(state.plate).set(id, servings) });
    return "";
  };

  const changeServings = (id, servings) => {
    const fault = setServings(id, servings);
    if (fault) faults.say(`${fault}. ${stillHas(id)}`);
  };

  const removeFood = (id) => {
    const place = [...state.plate.keys()].indexOf(id);
    const plate = new Map(state.plate);
    plate.delete(id);
    adopt({ plate });
    const row = body.rows[Math.min(place, body.rows.length - 1)];
    (row?.querySelector("[data-do=remove]") ?? pick.elements.food).focus();
  };

  const addFood = () => {
    const { food: box } = pick.elements;
    const typed = folded(box.value.trim());
    const holds = holdsWords(typed);
    const all = Object.entries(foods);
    const exact = all.filter(([, { name }]) => folded(name) === typed);
    const found = exact.length ? exact : all.filter(([, { name }]) => holds(folded(name)));
    if (!typed || !found.length) {
      faults.say(typed ? `No food is called “${box.value}”: use fewer words, or choose from the list.`
        : "Type a part of a food’s name first.", box);
    } else if (found.length > 1) {
      const names = found.slice(0, FEW).map(([, { name }]) => name);
      faults.say(`“${box.value}” fits ${found.length} foods: choose one, such as ${names.join("; ")}.`, box);
    } else {
      const [[id]] = found;
      const servings = (state.plate.get(id) ?? 0) + 1;
      changeServings(id, servings);
      if (state.plate.get(id) !== servings) return;
      box.value = "";
      const list = one(".plate-list");
      const row = [...body.rows].find(({ dataset }) => dataset.id === id);
      list.scrollTop = row.offsetTop - list.clientHeight / 2;
    }
  };

  // Swaps

  const swapsOf = ([id, servings]) => Object.entries(foods)
    .filter(([other, { kind, mg }]) => other !== id && kind && kind === foods[id].kind && mg > foods[id].mg
      && (state.plate.get(other) ?? 0) + servings <= mostServings)
    .map(([other, { mg, kcal }]) => {
      const energy = servings * (kcal - foods[id].kcal);
      return { from: id, to: other, servings, gain: servings * (mg - foods[id].mg), energy, cost: Math.abs(energy) };
    });

  const additions = () => Object.entries(foods)
    .filter(([id, { kind }]) => kind && (state.plate.get(id) ?? 0) + 1 <= mostServings)
    .map(([to, { mg, kcal }]) => ({ to, servings: 1, gain: mg, energy: kcal, cost: kcal }));

  const inWords = ({ from, to, servings, gain, energy }) => {
    const change = `${signed(gain)} mg, ${signed(energy)} kcal`;
    return from ? `${foods[to].name} instead of ${foods[from].name}, ${counted(servings, "serving")}: ${change}`
      : `Add ${foods[to].name}, 1 serving (${foods[to].serving}): ${change}`;
  };

  const applySwap = ({ from, to, servings }) => {
    const plate = new Map();
    const put = (id, more) => plate.set(id, (plate.get(id) ?? 0) + more);
    for (const [id, before] of state.plate) put(id === from ? to : id, before);
    if (!from) put(to, servings);
    adopt({ plate });
  };

  const offer = (changes) => {
    const sum = (name) => changes.reduce((total, change) => total + change[name], 0);
    const added = changes.filter(({ from }) => !from).length;
    const parts = [changes.length > added && counted(changes.length - added, "swap"), added && "1 food more"];
    const items = changes.map((change) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Use it";
      button.setAttribute("aria-label", `Use it: ${inWords(change)}`);
      button.addEventListener("click", () => {
        applySwap(change);
        offer(changes.filter((other) => other !== change));
        (one(".plate-swaps button") ?? one("[data-do=suggest]")).focus();
      });
      item.append(`${inWords(change)} `, button);
      return item;
    });
    showAdvice(changes.length ? `${parts.filter(Boolean).join(" and ")} would close the gap: `
      + `${signed(sum("gain"))} mg and ${signed(sum("energy"))} kcal in all.` : "The food of this day reaches the reference intake.", items);
  };

  const suggest = () => {
    const gap = rowFor(intakes, state.who).mg - amount("mg");
    const swaps = [...state.plate].map(swapsOf);
    const changes = smallestChange(swaps, gap) ?? smallestChange([...swaps, additions()], gap);
    if (changes) offer(changes);
    else showAdvice("Swaps and one serving more do not close this gap: add foods first.");
  };

  // Controls

  const link = async () => {
    one(".plate-link").hidden = false;
    const field = one(".plate-link input");
    field.value = location.href;
    field.select();
    await navigator.clipboard?.writeText(field.value).catch(() => {});
  };

  const csv = () => download("plate.csv", csvOf([
    ["food_id", "food", "group", "servings", "serving", "magnesium_mg", "energy_kcal"],
    ...[...state.plate].map(([id, servings]) => {
      const { name, group, serving, mg, kcal } = foods[id];
      return [id, name, group, servings, serving, ...[mg, kcal].map((each) => Number((servings * each).toPrecision(6)))];
    }),
  ]));

  const step = (by) => (id) => changeServings(id, Math.round(10 * (state.plate.get(id) + by)) / 10);
  const actions = { suggest, link, csv, less: step(-0.5), more: step(0.5), remove: removeFood };

  const takeAge = (age) => {
    const someone = { ...state.who, age };
    const fault = whoFault(someone);
    if (!fault) adopt({ who: someone });
    return fault;
  };

  const takeSupplement = (supplement) => {
    const fault = supplementFault(supplement);
    if (!fault) adopt({ supplement });
    return fault;
  };

  const heldAgainst = () => `The plate is still held against ${rowFor(intakes, state.who).label}.`;
  const { age: ageBox, supplement: supplementBox } = who.elements;
  const showAge = holdNumber(ageBox, {
    name: "Age", value: () => state.who.age, take: takeAge, kept: heldAgainst, faults, step: 1, low: 1, high: 120,
  });
  const showSupplement = holdNumber(supplementBox, {
    name: "Magnesium from supplements",
    value: () => state.supplement,
    take: takeSupplement,
    kept: () => `It is still ${written(state.supplement, EXACT)} mg.`,
    faults,
    step: 10,
    low: 0,
    high: MOST_SUPPLEMENT,
  });

  const chooseWho = () => {
    const { body: of, sex, stage = "" } = Object.fromEntries(new FormData(who));
    const someone = { ...state.who, body: of, sex, stage };
    const fault = whoFault(someone);
    // A life stage that an authority or a person does not have must not stand in the way of choosing them.
    const plain = { ...someone, stage: "" };
    if (!fault) adopt({ who: someone });
    else if (stage && !whoFault(plain)) {
      adopt({ who: plain });
      faults.say(`${fault}. The life stage is set to neither.`);
    } else faults.say(`${fault}. ${heldAgainst()}`);
    showWho();
  };

  for (const name of ["body", "sex", "stage"]) who.elements[name].addEventListener("input", chooseWho);
  pick.elements.food.addEventListener("input", ({ target }) => faults.clear(target));
  who.addEventListener("submit", (event) => event.preventDefault());
  whenSent(pick, addFood);
  root.addEventListener("click", ({ target }) => {
    const { do: act, day } = target.closest("button")?.dataset ?? {};
    if (day !== undefined) adopt({ plate: new Map(Object.entries(days[day] ?? {})) });
    actions[act]?.(target.closest("tr")?.dataset.id);
  });
  model.on("change:plate", () => {
    const plate = model.get("plate");
    if (JSON.stringify(plate) !== JSON.stringify(Object.fromEntries(state.plate))) {
      adopt({ plate: new Map(Object.entries(plate)) });
    }
  });

  // A view in a notebook has ids of its own, which `list` must follow.
  pick.elements.food.setAttribute("list", one("datalist").id);
  const refused = isLive ? [] : fromPage();
  showWho();
  show();
  faults.say(refused.join(" "));
  one("[data-do=link]").hidden = isLive;
  if (!isLive) keepFolds(root, course);
  one("[data-needs-script]").hidden = false;
  root.toggleAttribute("ready", true);
}

export default { render };
