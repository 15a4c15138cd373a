import { canonical } from "../learner/merge.js";
import { learnerOf } from "../learner/state.js";
import { tellIfUnkept } from "../learner/unkept.js";
import { announce, dataOf, elementOf, kernelOf, makeIdsItsOwn } from "../page/element.js";
import { faultsOf } from "../page/faults.js";
import { readNumber, withUnit, written } from "../page/numbers.js";
import { pageModel } from "../page/stand_in.js";
import { askedLater } from "../quiz/reviews.js";
import { startExplorer } from "../explorer/start.js";
import { startVotes } from "./votes.js";
import { gone, kept, spent } from "./way.js";

const DAYS_UNTIL_REVIEW = 7;
const OUTCOMES = { solved: "solved", late: "solved late", harmed: "harm done", "nothing-helps": "nothing helps" };

/** What is kept of a case: { way, isOn }, and the ends that were seen. */
function caseRecordsOf(state, { case: id, kept: known, ends }) {
  const records = state.set(`case:${id}`, known);
  const hashes = Object.fromEntries(known.map((item) => [item.id, item.hash]));
  const isOurs = (name) => (records.now()[name]?.hash ?? "") === hashes[name];
  const record = (name, response) =>
    ({ hash: hashes[name], response, checked: true, score: null, attempts: 1, hints: 0, shown: false });
  return {
    meet: records.meet,
    way: () => (isOurs("way") ? records.now().way.response : null) ?? { way: [], isOn: false },
    keepWay: (response) => records.change({ way: response.way.length ? record("way", response) : null }),
    seen: () => Object.keys(ends).filter((end) => isOurs(ends[end])),
    keepEnd: (end) => { if (!isOurs(ends[end])) records.change({ [ends[end]]: record(ends[end], null) }); },
  };
}

/** A button with a text. */
function buttonWith(text, act) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = text;
  element.onclick = act;
  return element;
}

/** The model that a node opens, as an explorer within the case; it lives as long as its node is shown. */
function nodeModel(node, model, live) {
  const place = node.querySelector(".case-model");
  if (!place) return { close() {} };
  const opener = place.querySelector("[data-case=model]");
  let opened = null;
  let stop;
  const show = () => {
    opener.textContent = opened ? "Close the model" : "Open the model";
    opener.setAttribute("aria-expanded", String(opened !== null));
  };
  const close = () => {
    stop?.abort();
    opened?.remove();
    opened = null;
    show();
  };
  const open = () => {
    const root = /** @type {HTMLElement} */ (place.querySelector("template").content.firstElementChild.cloneNode(true));
    if (live) makeIdsItsOwn(root);
    place.append(root);
    stop = new AbortController();
    const own = { ...pageModel(root), send: model.send.bind(model), on: heardOf(model, stop.signal) };
    const end = startExplorer({ root, model: own, live: true, signal: stop.signal });
    stop.signal.addEventListener("abort", end);
    opened = root;
    show();
  };
  opener.onclick = () => (opened ? close() : open());
  opener.hidden = false;
  return { close };
}

/** What an explorer within hears of the kernel: messages alone, such as Plotly; its settings are not the case's. */
const heardOf = (model, signal) => (name, listener) => {
  if (name !== "msg:custom") return;
  model.on(name, listener);
  signal.addEventListener("abort", () => model.off(name, listener));
};

function render({ model, el }) {
  const root = elementOf("course-case", { model, el });
  const live = root !== el;
  const kernel = kernelOf(model, root);
  const data = dataOf(root);
  const state = learnerOf(data.course);
  const records = caseRecordsOf(state, data);
  const faults = faultsOf(root);
  const one = (selector) => root.querySelector(selector);
  const nodes = Object.fromEntries([...root.querySelectorAll(".case-node")].map((node) => [node.dataset.node, node]));
  const models = Object.values(nodes).map((node) => nodeModel(node, model, live));
  const press = (name) => one(`.case-buttons [data-case=${name}]`);
  const rowOf = (node, id) => nodes[node].querySelector(`[data-way="${id}"]`);
  const textOf = (node, id) => rowOf(node, id).querySelector(".case-say").textContent;

  let way = [];
  let isOn = false;  // whether the reader has gone on from the last consequence

  const now = () => {
    const { steps, at } = gone(data, way);
    const last = steps.at(-1);
    return { steps, last, at: last && !isOn ? last.node : at, chosen: last && !isOn ? last.id : null };
  };

  const inWords = ({ node, given, id }) => (given === undefined ? textOf(node, id)
    : withUnit(`${nodes[node].querySelector(".case-ask strong").textContent} ${written(given)}`, unitOf(node)));
  const unitOf = (node) => nodes[node].querySelector(".case-unit")?.textContent.slice(1, -1) ?? "";

  const tellPython = () => {
    const steps = way.map(kept);
    if (canonical(steps) === canonical(model.get("way"))) return;
    model.set("way", steps);
    model.save_changes();
  };

  const showEnd = ({ steps, at }) => {
    const isEnd = "outcome" in data.nodes[at];
    const ideas = [...new Set(steps.map((step) => step.way.misconception).filter(Boolean))];
    one(".case-ideas").hidden = !isEnd || !ideas.length;
    one(".case-ideas ul").replaceChildren(...ideas.map((idea) => {
      const row = document.createElement("li");
      row.textContent = `${idea}.`;
      return row;
    }));
    const seen = records.seen();
    const words = [...new Set(seen.map((end) => OUTCOMES[data.nodes[end].outcome]))].join(", ");
    const all = Object.keys(data.ends).length;
    one(".case-seen").hidden = !isEnd && !seen.length;
    one(".case-seen").textContent = seen.length ? `${seen.length} of ${all} endings seen: ${words}.` : "";
    if (isEnd) one(".case-seen").append(" In a week, one question on this comes to your review.");
  };

  const showWay = ({ steps }) => {
    const rows = steps.map((step, place) => {
      const row = document.createElement("li");
      const text = row.appendChild(document.createElement("span"));
      text.textContent = inWords(step);
      const other = buttonWith("Try another way", () => goTo(place));
      other.setAttribute("aria-label", `Try another way at step ${place + 1}: ${text.textContent}`);
      row.append(" ", other);
      return row;
    });
    one(".case-gone").hidden = !rows.length;
    one(".case-gone summary").textContent = `The way so far: ${rows.length} ${rows.length === 1 ? "step" : "steps"}`;
    one(".case-gone ol").replaceChildren(...rows);
  };

  const show = () => {
    const found = now();
    const { steps, at, chosen } = found;
    for (const [id, node] of Object.entries(nodes)) {
      if (id !== at && node.hasAttribute("data-now")) models[Object.keys(nodes).indexOf(id)].close();
      node.toggleAttribute("data-now", id === at);
      node.toggleAttribute("data-chosen", id === at && chosen !== null);
      for (const row of node.querySelectorAll("[data-way]")) {
        const isTaken = id === at && row.dataset.way === chosen;
        row.toggleAttribute("data-taken", isTaken);
        row.querySelector(".case-say button")?.setAttribute("aria-disabled", String(isTaken));
      }
      if (id !== at && node.querySelector(".case-others")) node.querySelector(".case-others").open = false;
    }
    nodes[at].querySelector(".case-number").textContent = `Step ${steps.length + (chosen ? 0 : 1)}. `;
    one(".case-lead").hidden = steps.length > 0;
    one(".case-spent").textContent = `So far: ${spent(steps)}.`;
    press("on").hidden = !chosen;
    press("undo").hidden = !steps.length;
    press("again").hidden = !("outcome" in data.nodes[at]);
    showWay(found);
    showEnd(found);
    votes.show(at, chosen === null);
    if (chosen && data.nodes[at].ask) answerBox(at).value = written(steps.at(-1).given, 6);
  };

  /** Keep and show a way, and tell those who listen; the focus goes to what is new. */
  const change = (steps, goOn) => {
    const before = now();
    way = steps;
    isOn = goOn;
    const { at, chosen } = now();
    records.keepWay({ way: way.map(kept), isOn });
    const end = "outcome" in data.nodes[at] ? at : null;
    if (end && before.at !== at) {
      records.keepEnd(end);
      askLater();
    }
    show();
    tellPython();
    one(".case-changed").hidden = true;
    one(".case-said").textContent = one(".case-spent").textContent;
    announce(root, "course:case", { case: data.case, node: at, way: way.map(kept), end });
    if (end && before.at !== at) kernel.send({ type: "end", end, way: way.map(kept) });
    const place = chosen ? rowOf(at, chosen).querySelector(".case-consequence") : nodes[at].querySelector("h2");
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "nearest" });
  };

  const askLater = () => {
    const { chapter, id, hash } = data.review;
    const answers = state.quiz(chapter, [{ id, hash }]);
    answers.change({ [id]: askedLater(answers.now()[id], hash, DAYS_UNTIL_REVIEW) });
  };

  const choose = (step) => {
    if (now().chosen === null) change([...way, step], false);
  };
  const goTo = (place) => change(way.slice(0, place), true);

  // The choices of each node

  const answerBox = (node) => nodes[node].querySelector(".case-ask input");

  const ask = (id) => {
    const form = document.createElement("form");
    form.noValidate = true;
    form.className = "case-answer";
    const label = form.appendChild(document.createElement("label"));
    label.append("Your number ");
    const box = label.appendChild(document.createElement("input"));
    box.type = "text";
    box.inputMode = "decimal";
    box.autocomplete = "off";
    label.append(` ${unitOf(id)} `);
    const send = form.appendChild(buttonWith("Answer", undefined));
    send.type = "submit";
    send.className = "course-main";
    form.onsubmit = (event) => {
      event.preventDefault();
      const { value, fault } = readNumber(box.value);
      faults.say(fault ? `Your number: ${fault}.` : "", box);
      if (fault) box.focus();
      else choose({ node: id, given: value });
    };
    nodes[id].querySelector(".case-ask").append(form);
  };

  for (const [id, node] of Object.entries(nodes)) {
    if (data.nodes[id].ask) ask(id);
    else {
      for (const row of node.querySelectorAll("[data-way]")) {
        const text = row.querySelector(".case-say");
        text.replaceChildren(buttonWith(text.textContent, () => choose({ node: id, action: row.dataset.way })));
      }
    }
  }
  const votes = startVotes(nodes, (node, action) => choose({ node, action }));

  press("on").onclick = () => change(way, true);
  press("undo").onclick = () => change(way.slice(0, -1), true);
  press("again").onclick = () => change([], false);

  // What is kept, by this page, another tab, or Python

  /** Take over a way as far as it can be gone, and say so if that is not to its end. */
  const adopt = (given) => {
    const wanted = Array.isArray(given.way) ? given.way : [];
    way = gone(data, wanted).steps.map(kept);
    isOn = Boolean(given.isOn) || way.length < wanted.length;
    const note = one(".case-changed");
    note.hidden = way.length === wanted.length;
    if (!note.hidden) note.textContent = "The case has changed since you were here: you are at the last step that is still in it.";
    show();
  };
  const fromPython = () => {
    const given = model.get("way");
    if (canonical(given) === canonical(way.map(kept))) return;
    change(gone(data, given).steps.map(kept), true);
  };
  if (live && model.get("way").length) {
    const given = model.get("way");
    adopt({ way: given, isOn: true });
    records.keepWay({ way: given, isOn: true });
  } else adopt(records.way());
  tellPython();
  model.on("change:way", fromPython);
  const stopMeeting = state.storage.onChange((name) => {
    if (name !== null && name !== `case:${data.case}`) return;
    records.meet();
    if (canonical(records.way()) !== canonical({ way: way.map(kept), isOn })) adopt(records.way());
  });
  if (live) for (const link of root.querySelectorAll(".case-lessons a")) link.removeAttribute("href");
  for (const part of root.querySelectorAll(":scope > .course-card > [data-needs-script]")) part.hidden = false;
  tellIfUnkept(one(".course-card"), state, data);
  root.toggleAttribute("ready", true);
  return () => {
    model.off("change:way", fromPython);
    stopMeeting();
    for (const { close } of models) close();
  };
}

export default { render };
