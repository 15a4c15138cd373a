/* Two tabs change one course's state, each with its own late view of the storage, as browsers with a process for
 * each tab have it. Prints what is lost, and where the tabs differ, once all that was told has arrived. */
import { pathToFileURL } from "node:url";

const [, , statePath, randomPath, runs] = process.argv;
const { isCleared, learnerOf } = await import(pathToFileURL(statePath).href);
const { canonical } = await import(new URL("merge.js", pathToFileURL(statePath)).href);
const { integers } = await import(pathToFileURL(randomPath).href);

const ITEMS = ["a", "b", "c", "d", "e"].map((id) => ({ id, hash: `hash of ${id}` }));
const MOST_MESSAGES = 200;
globalThis.addEventListener = () => {};

function tab() {
  const view = new Map();
  const told = [];
  const storage = {
    getItem: (key) => view.get(key) ?? null,
    setItem(key, text) {
      view.set(key, text);
      this.other.told.push([key, text]);
    },
    removeItem: (key) => view.delete(key),
  };
  return { view, told, storage };
}

for (let run = 1; run <= Number(runs); run += 1) {
  const next = integers(run);
  const pick = (list) => list[next() % list.length];
  globalThis.courseUnkept = new Map();
  const tabs = [tab(), tab()];
  tabs.forEach((each, i) => { each.storage.other = tabs[1 - i]; });
  const on = (each, act) => {
    globalThis.localStorage = each.storage;
    return act();
  };
  for (const each of tabs) on(each, () => { each.quiz = learnerOf("test").quiz("q", ITEMS); });
  const deliver = (each) => {
    const [key, text] = each.told.shift();
    each.view.set(key, text);
    on(each, () => each.quiz.meet());
  };

  let clock = 0;
  Date.now = () => { clock += 1; return clock; };
  const last = {};  // by item what was wanted last, and how many did so at unlike views
  for (let step = 0; step < 30; step += 1) {
    const each = pick(tabs);
    if (each.told.length && next() % 2) deliver(each);
    else {
      const { id, hash } = pick(ITEMS);
      const record = next() % 4 ? { hash, checked: true, attempts: step + 1, hints: 0 } : null;
      // A tab that has not heard of an item clears nothing.
      if (record === null && on(each, () => isCleared(each.quiz.now()[id]))) continue;
      on(each, () => each.quiz.change({ [id]: record }));
      last[id] = record && step + 1;
    }
  }
  let messages = 0;
  while (tabs.some(({ told }) => told.length) && messages < MOST_MESSAGES) {
    deliver(tabs.find(({ told }) => told.length));
    messages += 1;
  }
  if (messages === MOST_MESSAGES) console.log(`run ${run}: the tabs never fall silent`);
  const [one, other] = tabs.map((each) => canonical(on(each, () => each.quiz.now())));
  if (one !== other) console.log(`run ${run}: the tabs differ: ${one} and ${other}`);
  const found = JSON.parse(one);
  for (const { id } of ITEMS) {
    const now = isCleared(found[id]) ? null : found[id].attempts;
    if (now !== (last[id] ?? null)) console.log(`run ${run}: ${id} is ${now}, and ${last[id]} came last`);
  }
}
