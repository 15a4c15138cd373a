import { fromAddress, keepInAddress } from "../address.js";
import { csvOf, download } from "../csv.js";
import { dataOf, elementOf, kernelOf } from "../element.js";
import { holdsWords } from "../search.js";
import { smallestChange } from "./swaps.js";

const TAG = "course-plate";
const START_WHO = { body: "US", age: 35, sex: "female", stage: "" };
const MOST_SUPPLEMENT = 2000;
const FEW = 5;  // names of foods in a message

const whole = (value) => value.toFixed(0);
const signed = (value) => (value < -0.5 ? `−${whole(-value)}` : `+${whole(Math.abs(value))}`);
const counted = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

/** A number as a reader typed it; NaN for a blank. */
const numberOf = (text) => (text.trim() ? Number(text) : NaN);

function render({ model, el }) {
  const root = elementOf(TAG, { model, el });
  kernelOf(model, root);
  const { foods, intakes, levels, days, mostServings } = dataOf(root);
  const one = (selector) => root.querySelector(selector);
  const who = one(".plate-who");
  const pick = one(".plate-pick");
  const body = one(".plate-now tbody");
  const isLive = el !== root;
  const start = { plate: new Map(Object.entries(model.get("plate"))), who: START_WHO, supplement: 0 };
  let state = start;

  // What can be wrong: each returns a text, empty if nothing is.

  const servingsFault = (servings) => {
    if (!Number.isFinite(servings)) return "the number of servings cannot be read: write one such as 1.5";
    if (servings <= 0) return `${servings} servings cannot be: write more than 0, or remove the food`;
    return servings > mostServings ? `${servings} servings are too many for a day: write at most ${mostServings}` : "";
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

  const written = ({ plate, who: { body: of, age, sex, stage }, supplement }) => ({
    foods: [...plate].map(([id, servings]) => `${id}:${servings}`).join(),
    who: [of, age, sex, ...(stage ? [stage] : [])].join("-"),
    supplement: String(supplement),
  });

  /** The foods of an address; what cannot be used is added to `faults`, and the rest is kept. */
  const readPlate = (text, faults) => {
    const plate = new Map();
    for (const item of text.split(",").filter(Boolean)) {
      const [id, servings = "1"] = item.split(":");
      const fault = !Object.hasOwn(foods, id) ? "there is no food with this id"
        : plate.has(id) ? "the food stands twice" : servingsFault(numberOf(servings));
      if (fault) faults.push(`From the address of this page, plate.foods, “${item}”: ${fault}. It is left out.`);
      else plate.set(id, Number(servings));
    }
    return plate;
  };

  const readWho = (text) => {
    const [of, age = "", sex, stage = ""] = text.split("-");
    const someone = { body: of, age: numberOf(age), sex, stage };
    const fault = ["female", "male"].includes(sex) ? whoFault(someone)
      : `“${text}” cannot be read: write for example US-35-female or EFSA-30-female-pregnancy`;
    return fault ? { fault: `${fault}.` } : { value: someone };
  };

  const readSupplement = (text) => {
    const fault = supplementFault(numberOf(text));
    return fault ? { fault: `“${text}”. ${fault}.` } : { value: Number(text) };
  };

  const fromPage = () => {
    const items = [];
    const readers = { foods: (text) => ({ value: readPlate(text, items) }), who: readWho, supplement: readSupplement };
    const { asked: { foods: plate = state.plate, ...rest }, faults } = fromAddress("plate", readers);
    state = { ...state, plate, ...rest };
    return [...faults, ...items];
  };

  // Showing

  const complain = (text, control) => {
    const place = one(".course-fault");
    place.textContent = text;
    place.hidden = !text;
    for (const field of root.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    control?.setAttribute("aria-invalid", "true");
  };

  const amount = (name) => [...state.plate].reduce((sum, [id, servings]) => sum + servings * foods[id][name], 0);

  const newRow = (id) => {
    const { name, serving } = foods[id];
    const row = one(".plate-row").content.firstElementChild.cloneNode(true);
    row.dataset.id = id;
    row.querySelector(".plate-name").textContent = name;
    row.querySelector(".plate-serving").textContent = serving;
    row.querySelector("input").setAttribute("aria-label", `Servings of ${name}`);
    const labels = { less: "Half a serving less of", more: "Half a serving more of", remove: "Remove" };
    for (const [act, label] of Object.entries(labels)) {
      row.querySelector(`[data-do=${act}]`).setAttribute("aria-label", `${label} ${name}`);
    }
    return row;
  };

  const showRows = () => {
    const rows = Object.fromEntries([...body.rows].map((row) => [row.dataset.id, row]));
    for (const [id, row] of Object.entries(rows)) if (!state.plate.has(id)) row.remove();
    let before = null;
    for (const [id, servings] of state.plate) {
      const row = rows[id] ?? newRow(id);
      // Moving a row that stands right would take the focus out of it.
      const place = before ? before.nextElementSibling : body.firstElementChild;
      if (row !== place) body.insertBefore(row, place);
      const box = row.querySelector("input");
      if (numberOf(box.value) !== servings) box.value = servings;
      row.querySelector(".plate-mg").textContent = whole(servings * foods[id].mg);
      row.querySelector(".plate-kcal").textContent = whole(servings * foods[id].kcal);
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
      for (const value of [mg, share]) row.insertCell().textContent = whole(value);
      return row;
    });
    one(".plate-groups tbody").replaceChildren(...rows);
    one(".plate-groups").hidden = !rows.length;
  };

  const cite = (place, before, { source, url }, after = "") => {
    const link = document.createElement(url ? "a" : "span");
    if (url) link.href = url;
    link.textContent = source;
    place.replaceChildren(`${before} (`, link, `). ${after}`);
  };

  const showSupplements = (food) => {
    const { supplement, who: someone } = state;
    const level = rowFor(levels, someone);
    const place = one(".plate-supplements");
    const sum = supplement ? `Food and supplements together: ${whole(food + supplement)} mg.` : "";
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
    one(".plate-total").textContent = `Food: ${whole(total)} mg of ${need.mg} mg, ${percent} %; ${gap}. Energy: ${whole(amount("kcal"))} kcal.`;
    one(".plate-bar").style.setProperty("--share", String(Math.min(100, percent)));
    cite(one(".plate-reference"), `Reference intake: ${need.mg} mg a day, ${need.label}`, need);
    showSupplements(total);
    for (const option of who.elements.stage.options) {
      option.disabled = option.value !== "" && !rowFor(intakes, { ...state.who, stage: option.value });
    }
    for (const button of [one("[data-do=suggest]"), one("[data-do=csv]")]) button.disabled = !state.plate.size;
  };

  const fill = () => {
    for (const [name, value] of Object.entries({ ...state.who, supplement: state.supplement })) {
      who.elements[name].value = value;
    }
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
    complain("");
    showAdvice("");
    show();
    tellKernel();
    one(".plate-link").hidden = true;
    if (!isLive) keepInAddress("plate", written(state), written(start));
  };

  // Changing the plate

  const setServings = (id, servings, control) => {
    const fault = servingsFault(servings);
    if (fault) complain(`${foods[id].name}: ${fault}. The plate still has ${state.plate.get(id)}.`, control);
    else adopt({ plate: new Map(state.plate).set(id, servings) });
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
    const typed = box.value.trim().toLowerCase();
    const holds = holdsWords(typed);
    const all = Object.entries(foods);
    const exact = all.filter(([, { name }]) => name.toLowerCase() === typed);
    const found = exact.length ? exact : all.filter(([, { name }]) => holds(name.toLowerCase()));
    if (!typed || !found.length) {
      complain(typed ? `No food is called “${box.value}”: use fewer words, or choose from the list.`
        : "Type a part of a food’s name first.", box);
    } else if (found.length > 1) {
      const names = found.slice(0, FEW).map(([, { name }]) => name);
      complain(`“${box.value}” fits ${found.length} foods: choose one, such as ${names.join("; ")}.`, box);
    } else {
      const [[id]] = found;
      const servings = (state.plate.get(id) ?? 0) + 1;
      setServings(id, servings, box);
      if (state.plate.get(id) === servings) box.value = "";
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

  const step = (by) => (id) => setServings(id, Math.round(10 * (state.plate.get(id) + by)) / 10);
  const actions = { suggest, link, csv, less: step(-0.5), more: step(0.5), remove: removeFood };

  const takeWho = ({ target }) => {
    const { body: of, sex, stage } = Object.fromEntries(new FormData(who));
    const someone = { body: of, age: numberOf(who.elements.age.value), sex, stage: stage ?? "" };
    const supplement = numberOf(who.elements.supplement.value);
    const fault = (target.name === "supplement" && supplementFault(supplement)) || whoFault(someone);
    // A life stage that an authority or a person does not have must not stand in the way of choosing them.
    const plain = { ...someone, stage: "" };
    if (!fault) adopt({ who: someone, supplement: supplementFault(supplement) ? state.supplement : supplement });
    else if (stage && !whoFault(plain)) {
      adopt({ who: plain });
      fill();
      complain(`${fault}. The life stage is set to neither.`);
    } else complain(`${fault}. The plate is still held against ${rowFor(intakes, state.who).label}.`, target);
  };

  who.addEventListener("input", takeWho);
  // A number may be wrong while it is being written.
  root.addEventListener("focusout", ({ target }) => {
    if (target.type !== "number") return;
    fill();
    showRows();
    target.removeAttribute("aria-invalid");
  });
  body.addEventListener("input", ({ target }) => setServings(target.closest("tr").dataset.id, numberOf(target.value), target));
  for (const form of [who, pick]) form.addEventListener("submit", (event) => event.preventDefault());
  pick.addEventListener("submit", addFood);
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
  const faults = isLive ? [] : fromPage();
  fill();
  show();
  complain(faults.join(" "));
  one("[data-do=link]").hidden = isLive;
  one("[data-needs-script]").hidden = false;
  root.toggleAttribute("ready", true);
}

export default { render };
