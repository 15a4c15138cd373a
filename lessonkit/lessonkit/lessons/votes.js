/* A class votes: in the projector view each action has a box for the hands that were raised, and a bar. */
import { readNumber } from "../page/numbers.js";

const NO_VOTES = { show() {} };

/** How many hands a text says; null if it is no whole number of them. */
function handsIn(text) {
  if (!text.trim()) return 0;
  const { value } = readNumber(text);
  return Number.isInteger(value) && value >= 0 ? value : null;
}

function voteOf(row, place, count) {
  const vote = document.createElement("p");
  vote.className = "case-vote";
  const label = vote.appendChild(document.createElement("label"));
  label.append("Hands ");
  const box = label.appendChild(document.createElement("input"));
  box.type = "text";
  box.inputMode = "numeric";
  box.autocomplete = "off";
  box.setAttribute("aria-label", `Hands for ${"ABCD"[place]}`);
  const bar = vote.appendChild(document.createElement("span"));
  bar.className = "case-bar";
  bar.ariaHidden = "true";
  const share = vote.appendChild(document.createElement("span"));
  box.oninput = count;
  row.querySelector(".case-say").after(vote);
  return {
    id: row.dataset.way,
    get hands() { return handsIn(box.value); },
    show(hands, all) {
      box.toggleAttribute("aria-invalid", hands === null);
      if (hands === null) box.setAttribute("aria-invalid", "true");
      bar.style.inlineSize = `${all ? (100 * (hands ?? 0)) / all : 0}%`;
      share.textContent = hands === null ? "Write a whole number." : all ? `${hands} of ${all}` : "";
    },
  };
}

/**
 * Let a class vote on the actions of each node, if the page is shown by a projector; `choose(node, action)` goes a way.
 * `show(node, isOpen)` is to be called for the node that is shown.
 *
 * @param {Record<string, HTMLElement>} nodes
 * @param {(node: string, action: string) => void} choose
 */
export function startVotes(nodes, choose) {
  if (document.documentElement.dataset.view !== "projector") return NO_VOTES;
  const followers = Object.fromEntries(Object.entries(nodes).filter(([, node]) => !node.querySelector(".case-ask")
    && node.querySelector("[data-way]")).map(([id, node]) => {
    const follow = document.createElement("p");
    follow.className = "course-actions case-majority";
    const go = follow.appendChild(document.createElement("button"));
    go.type = "button";
    go.textContent = "Go the way of the majority";
    const told = follow.appendChild(document.createElement("span"));
    told.setAttribute("role", "status");
    const count = () => {
      const hands = votes.map((vote) => vote.hands);
      const all = hands.reduce((sum, each) => sum + (each ?? 0), 0);
      votes.forEach((vote, i) => vote.show(hands[i], all));
      const most = Math.max(...hands.map((each) => each ?? 0));
      const first = votes.filter((_, i) => all && hands[i] === most);
      go.setAttribute("aria-disabled", String(first.length !== 1));
      told.textContent = all && first.length > 1 ? "As many hands for two ways: choose one of them." : "";
      return first;
    };
    const votes = [...node.querySelectorAll("[data-way]")].map((row, place) => voteOf(row, place, () => count()));
    go.onclick = () => {
      const first = count();
      if (first.length === 1) choose(id, first[0].id);
    };
    node.querySelector(".case-ways").after(follow);
    count();
    return [id, follow];
  }));
  return {
    show(node, isOpen) {
      if (followers[node]) followers[node].hidden = !isOpen;
    },
  };
}
