/* What a way through a case comes to: a way is a list of steps, { node, action } or, where a number is asked,
 * { node, given }. */

const MINUTES_OF_AN_HOUR = 60;
const MINUTES_OF_A_DAY = 24 * MINUTES_OF_AN_HOUR;
const LEVELS = ["low", "middle", "high"];
const HARMS = ["none", "mild", "serious"];
const HARM_IN_WORDS = { none: "no harm", mild: "mild harm", serious: "serious harm" };

/** The id of the way on that a step takes from a node; undefined if the node has none such. */
export function taken(node, { action, given }) {
  if (!node.ask) return action in node.ways ? action : undefined;
  if (typeof given !== "number") return undefined;
  return Math.abs(given - node.ask.answer) > node.ask.tolerance ? "wrong" : "right";
}

/**
 * Go a way from the start as far as it can be gone: { steps, at }, where each step has its `way` on and the id of it, `id`,
 * and `at` is the node that the reader then is at.
 */
export function gone({ start, nodes }, way) {
  const steps = [];
  let at = start;
  for (const step of way) {
    const id = step?.node === at ? taken(nodes[at], step) : undefined;
    if (id === undefined) break;
    steps.push({ ...step, id, way: nodes[at].ways[id] });
    at = nodes[at].ways[id].to;
  }
  return { steps, at };
}

/** A step as it is kept. */
export const kept = ({ node, action, given }) => (given === undefined ? { node, action } : { node, given });

const daysInWords = (count) => `${count} day${count === 1 ? "" : "s"}`;

function timeInWords(minutes) {
  const days = Math.floor(minutes / MINUTES_OF_A_DAY);
  const hours = Math.floor((minutes % MINUTES_OF_A_DAY) / MINUTES_OF_AN_HOUR);
  const rest = minutes % MINUTES_OF_AN_HOUR;
  const parts = [days && daysInWords(days), hours && `${hours} h`, rest && `${rest} min`];
  return parts.filter(Boolean).join(" ") || "no time";
}

const times = (count) => ["", "once", "twice"][count] ?? `${count} times`;

/** What a way has cost so far, in words: time, money by level, and the worst harm. */
export function spent(steps) {
  const costs = steps.map(({ way }) => way.cost);
  const minutes = costs.reduce((sum, cost) => sum + cost.days * MINUTES_OF_A_DAY + cost.minutes, 0);
  const money = LEVELS.map((level) => [level, costs.filter((cost) => cost.money === level).length])
    .filter(([, count]) => count).map(([level, count]) => `${level} price ${times(Number(count))}`);
  const worst = Math.max(0, ...costs.map(({ harm }) => HARMS.indexOf(harm)));
  return `${timeInWords(minutes)}, ${money.join(", ") || "no money"}, ${HARM_IN_WORDS[HARMS[worst]]}`;
}
