/* The list of what was set aside: each can be saved as a file, brought back, or deleted. */
import { askFirst } from "../page/confirm.js";
import { placed, saveJson } from "../learner/record.js";
import { examIn, itemsIn, liveItems, parsed } from "../learner/state.js";

const dayOf = (time) =>
  new Date(time).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });

/** What can be brought back of a text: records by set, or an exam; and whether that is all of it. */
function usable({ what, text }, sets) {
  const kept = parsed(text);
  const all = new Map(sets.flatMap(({ items }) => items.map(({ id, hash }) => [id, hash])));
  if (what === "exam") {
    const exam = examIn(kept);
    return { isAll: true, exam: exam?.items.length && exam.items.every(({ id, hash }) => all.get(id) === hash) ? exam : null };
  }
  const found = placed(what.split(":")[0], liveItems(itemsIn(kept) ?? {}), sets);
  const count = Object.values(found).reduce((sum, records) => sum + Object.keys(records).length, 0);
  return { found, count, isAll: count === Object.keys(kept?.items ?? {}).length };
}

export function setAsideList(section, state, { course, sets, exam, takeOver, change }) {
  const template = section.querySelector("template").content;
  const told = section.querySelector(".progress-aside-said");

  const nameOf = (what) => {
    if (what === "exam") return "An exam";
    const title = sets.find(({ name }) => name === what)?.title;
    if (what.startsWith("tasks:")) return title ? `Tasks “${title}”` : "Tasks that are gone";
    if (what.startsWith("summary:")) return title ? `Your words on “${title}”` : "Your words on a chapter that is gone";
    if (what.startsWith("case:")) return title ? `Your way through “${title}”` : "Your way through a case that is gone";
    return title ? `Answers of the chapter “${title}”` : "Answers of a chapter that is gone";
  };

  /** Bring back what can be; what cannot stays in the list. */
  const bringBack = (entry) => {
    const { found, count, isAll, exam: other } = usable(entry, sets);
    if (!other && !count) {
      told.textContent = `${nameOf(entry.what)}: nothing in it fits the questions of today. Save it as a file, or delete it.`;
      return;
    }
    told.textContent = "";
    change(section, () => {
      if (isAll) state.storage.remove(entry.name);
      if (other) {
        exam.replace(other);
        return "The exam is back.";
      }
      const taken = takeOver(found);
      return `${nameOf(entry.what)}: ${taken} brought back.`
        + (taken < count ? " Where you have answered since, that stays." : "")
        + (isAll ? "" : " The rest fits no question of today, and is still set aside.");
    });
  };

  let shown = "";

  const rowOf = (entry) => {
    const row = template.cloneNode(true).firstElementChild;
    const button = (action) => row.querySelector(`[data-action=${action}]`);
    row.querySelector("p").textContent = `${nameOf(entry.what)}, set aside on ${dayOf(entry.at)}`;
    button("bring-back").onclick = () => bringBack(entry);
    button("save-aside").onclick = () => saveJson(`${course}-set-aside-${entry.what.replace(":", "-")}.json`, entry.text);
    askFirst(row, { act: () => change(section, () => {
      state.storage.remove(entry.name);
      return `${nameOf(entry.what)}: deleted.`;
    }) });
    return row;
  };

  return {
    show() {
      const entries = state.asides();
      // What was done here stays on show with its way back.
      section.hidden = !entries.length && section.querySelector(".course-undo [role=status]").textContent === "";
      const names = entries.map(({ name }) => name).join();
      if (names !== shown) section.querySelector("ul").replaceChildren(...entries.map(rowOf));
      shown = names;
    },
  };
}
