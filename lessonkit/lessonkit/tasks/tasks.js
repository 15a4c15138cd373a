import { canonical } from "../learner/merge.js";
import { isCleared, learnerOf } from "../learner/state.js";
import { tellIfUnkept } from "../learner/unkept.js";
import { announce } from "../page/element.js";
import { withUnit, written } from "../page/numbers.js";
import { missOf, unmet } from "./goal.js";

const counted = (count, one, many) => (count === 1 ? one : `${count} ${many}`);

const NOTHING = { response: null, checked: false, score: 0, attempts: 0, hints: 0, shown: false };

/** What the page and Python hear of a record. */
const toldOf = ({ checked, attempts, hints }) => ({ solved: checked, tries: attempts, hints });

/** The records of the tasks of an explorer; one of a task that has changed since counts as none. */
function recordsOf(state, { set, items }) {
  const kept = state.set(`tasks:${set}`, items);
  const recordOf = ({ id, hash }) => {
    const record = kept.now()[id];
    return isCleared(record) || record.hash !== hash ? { ...NOTHING, hash } : record;
  };
  return {
    of: recordOf,
    meet: kept.meet,
    change(item, changes) {
      const { at, ...record } = { at: 0, ...recordOf(item), ...changes };
      kept.change({ [item.id]: record });
    },
  };
}

/**
 * While a task is at work, the explorer's controls that it holds say so and stay where they are. Returns
 * `hold(names)`, where no names let all go.
 */
function holder(explorer, note) {
  const { root, spec } = explorer;
  let held = [];
  const controls = (name) => root.querySelectorAll(`form :is(input, select)[name="${name}"]`);
  const described = (control, isHeld) => {
    const ids = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== note.id);
    if (isHeld) ids.push(note.id);
    if (ids.length) control.setAttribute("aria-describedby", ids.join(" "));
    else control.removeAttribute("aria-describedby");
  };
  const mark = (names, isHeld) => {
    for (const control of names.flatMap((name) => [...controls(name)])) {
      if (isHeld) control.setAttribute("aria-disabled", "true");
      else control.removeAttribute("aria-disabled");
      if (control.type === "text") control.readOnly = isHeld;
      described(control, isHeld);
    }
  };
  const labels = Object.fromEntries([...spec.parameters, ...spec.choices].map(({ name, label }) => [name, label]));
  explorer.guard((changes) => {
    const moved = held.filter((name) => name in changes && changes[name] !== explorer.settings[name]);
    if (!moved.length) return "";
    return `The task holds ${moved.map((name) => labels[name]).join(", ")}: leave the task to move it`;
  });
  // What a refused slider or list shows goes back at once, not when it is let go.
  root.querySelector("form").addEventListener("input", ({ target }) => {
    if (held.includes(target.name) && target.type !== "text") target.value = explorer.settings[target.name];
  });
  return (names) => {
    mark(held, false);
    held = names;
    mark(held, true);
  };
}

/** What a run lacks of the goal, in words: no more than the readouts beside it tell. */
function lacking(goal, explorer) {
  const { spec, result, settings } = explorer;
  const named = (name) => {
    const [curve, place] = name.split("@");
    if (place === undefined) return [...spec.scalars, ...spec.parameters].find((item) => item.name === name);
    const series = spec.series.find((item) => item.name === curve);
    return { label: `${series.label} at ${withUnit(written(Number(place)), spec.axis.unit)}`, unit: series.unit };
  };
  const misses = unmet(goal, { result, settings }).map((comparison) => missOf(comparison, { result, settings }));
  return misses.filter((miss) => miss && Number.isFinite(miss.value)).map(({ name, value, isLow }) => {
    const { label, unit } = named(name);
    return `${label}: ${withUnit(written(value), unit)}, too ${isLow ? "low" : "high"}.`;
  }).join(" ");
}

/**
 * The tasks beside an explorer: one at a time is offered, begun, helped with, and found solved when a settled run
 * meets its goal. Returns how to stop.
 *
 * @param {ExplorerState} explorer
 * @param {any} data What the page knows of the tasks, or nothing.
 * @param {{ send(message: unknown): void }} kernel
 */
export function startTasks(explorer, data, kernel) {
  if (!data) return undefined;
  const { root, model } = explorer;
  const { items } = data;
  const section = root.querySelector(".course-tasks");
  const one = (selector) => section.querySelector(selector);
  const button = (action) => one(`[data-task-action=${action}]`);
  const said = one(".tasks-said");
  const state = learnerOf(data.course);
  const records = recordsOf(state, data);
  const hold = holder(explorer, one(".tasks-held"));
  const rowOf = ({ id }) => one(`li[data-task="${id}"]`);
  let place = Math.max(0, items.findIndex((item) => !records.of(item).checked));
  let begun = false;
  let before = "";

  const say = (text, tone = "") => {
    said.textContent = text;
    said.dataset.tone = tone;
  };

  const tellPython = () => {
    const all = Object.fromEntries(items.map((item) => [item.id, records.of(item)])
      .filter(([, { attempts, hints }]) => attempts || hints).map(([id, record]) => [id, toldOf(record)]));
    if (canonical(all) === canonical(model.get("tasks") ?? {})) return;
    model.set("tasks", all);
    model.save_changes();
  };

  const show = () => {
    const item = items[place];
    const { checked, attempts, hints } = records.of(item);
    const row = rowOf(item);
    const isOpen = row.hasAttribute("data-open");
    one(".tasks-place").textContent = `Task ${place + 1} of ${items.length}:`;
    one(".tasks-name strong").textContent = row.querySelector(".tasks-title").textContent;
    one(".tasks-tick").textContent = checked ? `✓ solved in ${counted(attempts, "one try", "tries")}` : "";
    button("start").classList.toggle("course-main", !begun);
    button("start").textContent = begun ? "Leave the task" : checked ? "Do it again" : "Start this task";
    button("again").hidden = !begun;
    const given = [...row.querySelectorAll(".tasks-hint")];
    button("hint").hidden = !begun || hints >= given.length;
    button("hint").textContent = given.length > 1 ? `Hint ${hints + 1} of ${given.length}` : "Hint";
    given.forEach((hint, i) => {
      hint.hidden = i >= hints;
      hint.open = true;
    });
    row.querySelector(".tasks-why").hidden = !checked;
    button("why").hidden = !checked || begun;
    button("why").setAttribute("aria-expanded", String(isOpen));
    button("next").hidden = items.length < 2;
  };

  const open = (isOpen) => {
    for (const item of items) rowOf(item).toggleAttribute("data-open", isOpen && item === items[place]);
  };

  const changed = (item, changes) => {
    records.change(item, changes);
    const told = toldOf(records.of(item));
    announce(root, "course:task", { tasks: data.set, task: item.id, ...told });
    kernel.send({ type: "task", task: item.id, state: told });
    tellPython();
  };

  const begin = () => {
    const item = items[place];
    hold([]);
    explorer.tryChange(item.start);
    before = canonical(explorer.settings);
    begun = true;
    hold(item.locked);
    open(true);
    rowOf(item).querySelector(".tasks-why").open = false;
    say("");
    show();
  };

  const leave = () => {
    begun = false;
    hold([]);
    open(false);
    say("");
    show();
  };

  const judge = () => {
    const now = canonical(explorer.settings);
    if (!begun || now === before) return;
    before = now;
    const item = items[place];
    const { attempts, checked } = records.of(item);
    const tries = { attempts: attempts + 1 };
    if (unmet(item.goal, explorer).length) {
      if (!checked) changed(item, tries);
      say(`Not yet. ${lacking(item.goal, explorer)}`.trim());
      show();
      return;
    }
    begun = false;
    hold([]);
    const moved = Object.entries(explorer.settings).filter(([name, value]) => value !== item.start[name]);
    if (!checked) changed(item, { ...tries, checked: true, score: 1, response: Object.fromEntries(moved) });
    say("✓ That is it. The controls are yours again.", "right");
    rowOf(item).querySelector(".tasks-why").open = true;
    show();
  };

  const actions = {
    start: () => (begun ? leave() : begin()),
    again: begin,
    hint() {
      const item = items[place];
      changed(item, { hints: records.of(item).hints + 1 });
      show();
      say(`Hint ${records.of(item).hints} stands above.`);
      if (button("hint").hidden) button("again").focus();
    },
    why() {
      const isOpen = !rowOf(items[place]).hasAttribute("data-open");
      rowOf(items[place]).querySelector(".tasks-why").open = true;
      open(isOpen);
      show();
    },
    next() {
      leave();
      place = (place + 1) % items.length;
      show();
    },
  };
  section.addEventListener("click", ({ target }) => {
    const pressed = /** @type {Element} */ (target).closest("[data-task-action]");
    const action = /** @type {HTMLElement | null} */ (pressed)?.dataset.taskAction;
    if (!action) return;
    tellIfUnkept(root.querySelector(".course-card"), state, data);
    actions[action]();
  });

  // Another widget or Python has set what the task holds.
  explorer.onShow(() => {
    const { locked, start } = items[place];
    if (!begun || locked.every((name) => explorer.settings[name] === start[name])) return;
    leave();
    say("The task has ended: its model was set from elsewhere.");
  });
  explorer.onSettled(judge);
  const stopMeeting = state.storage.onChange((name) => {
    if (name !== null && name !== `tasks:${data.set}`) return;
    records.meet();
    show();
  });
  section.toggleAttribute("data-live", true);
  one(".tasks-row").hidden = false;
  tellPython();
  show();
  return () => {
    hold([]);
    stopMeeting();
  };
}
