const ROUNDING = 1e-9;  // sums of the same numbers in another order

/** Ways to take options of which none is beaten: another that gains as much and costs less. */
function unbeaten(ways, gap) {
  const kept = [];
  for (const way of ways.sort((a, b) => a.cost - b.cost || b.gain - a.gain)) {
    // Beyond the gap more gain is no advantage.
    if (!kept.length || Math.min(way.gain, gap) > kept.at(-1).gain) kept.push(way);
  }
  return kept;
}

/** The most that 0, 1, 2, … options gain together, one of each list. */
function mostGains(choices) {
  const most = choices.map((options) => Math.max(0, ...options.map(({ gain }) => gain))).sort((a, b) => b - a);
  const sums = [0];
  for (const gain of most) sums.push(sums.at(-1) + gain);
  return sums;
}

/**
 * The fewest options that together gain at least `gap`, at most one of each list in `choices`; of equally few
 * those that cost least in all. An option has a `gain` and a `cost` of 0 or more. Null if there are none.
 */
export function smallestChange(choices, gap) {
  const count = mostGains(choices).findIndex((gain) => gain >= gap);
  if (count < 0) return null;
  // ways[n]: how n options can be taken from the lists seen so far.
  let ways = [[{ gain: 0, cost: 0, taken: [] }]];
  choices.forEach((options, k) => {
    const useful = unbeaten([...options], gap);
    const rest = mostGains(choices.slice(k + 1));
    const next = ways.map((some) => [...some]);
    ways.slice(0, count).forEach((some, n) => {
      next[n + 1] ??= [];
      for (const { gain, cost, taken } of some) {
        for (const option of useful) {
          next[n + 1].push({ gain: gain + option.gain, cost: cost + option.cost, taken: [...taken, option] });
        }
      }
    });
    ways = next.map((some, n) => {
      const hope = rest[Math.min(count - n, rest.length - 1)] + ROUNDING;
      return unbeaten(some.filter(({ gain }) => gain + hope >= gap), gap);
    });
  });
  return ways[count].find(({ gain }) => gain >= gap - ROUNDING).taken;
}
