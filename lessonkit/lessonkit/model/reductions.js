/* What is read from a run, by its name: of a curve, or of the times of spikes. The same as in reductions.py. */

/** Of the points `t` of the axis, a curve, and the level from which it is counted. */
export const reductions = {
  max: (t, curve, level) => curve.reduce((a, b) => Math.max(a, b)) - level,
  mean: (t, curve, level) => curve.reduce((a, b) => a + b) / curve.length - level,
  "count below": (t, curve, level) => curve.reduce((count, value) => count + (value < level), 0),
  integral: (t, curve, level) => curve.reduce(
    (sum, value, k) => (k ? sum + ((value + curve[k - 1]) / 2 - level) * (t[k] - t[k - 1]) : 0), 0),
  trough: (t, curve, level) => troughOf(t, curve)[1] - level,
  "trough position": (t, curve) => troughOf(t, curve)[0],
};

/** Of the times of the spikes, the points `t` of the axis, and the gap and size of a burst. */
export const spikeReductions = {
  "spike count": (spikes) => spikes.length,
  "spike rate": (spikes, t) => (1000 * spikes.length) / (t[t.length - 1] - t[0]),
  "burst count": (spikes, t, { gap, size }) => {
    const starts = [...spikes.keys()].filter((k) => k === 0 || spikes[k] - spikes[k - 1] > gap);
    return starts.filter((k, i) => (starts[i + 1] ?? spikes.length) - k >= size).length;
  },
  "first spike": (spikes) => spikes[0] ?? NaN,
};

/** Where the curve is lowest and how low, by the parabola through the lowest three points. */
function troughOf(t, curve) {
  const k = curve.indexOf(curve.reduce((a, b) => Math.min(a, b)));
  if (k <= 0 || k === curve.length - 1) return [NaN, NaN];
  const [before, lowest, after] = curve.subarray(k - 1, k + 2);
  const shift = (before - after) / (2 * (before - 2 * lowest + after));
  return [t[k] + shift * (t[k + 1] - t[k]), lowest - ((before - after) * shift) / 4];
}
