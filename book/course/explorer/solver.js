import { uniforms } from "../random.js";

const MOST_EVENTS = 100_000;
const MOST_STEPS = 500_000;

/**
 * Solve a model of the kit on its axis: classical Runge–Kutta steps of fixed size, cut at each event.
 * At an event that falls on a point of the axis, the curves show the values after it.
 *
 * @param {object} spec Numbers of the model: axis, maxStep, counts, names (see Explorer in widget.py).
 * @param {object} model The generated functions (see javascript.py).
 * @param {number[]} numbers The numbers of a run.
 * @returns {{t: Float64Array, series: Object<string, Float64Array>, scalars: Object<string, number>,
 *   spikes: Float64Array}}
 * @throws {RangeError} If the run would need more events or steps than a page can take.
 */
export function solve(spec, model, numbers) {
  const p = Float64Array.from(numbers);
  const t = pointsOf(spec.axis);
  const { length } = t;
  const curves = spec.series.map(() => new Float64Array(length));
  const seen = new Float64Array(curves.length);
  const state = new Float64Array(spec.states);
  const input = new Float64Array(spec.inputs);
  const values = new Float64Array(spec.resets.length);
  const spikes = [];
  const advance = stepper(spec, model, p, state, input, spikes);
  const events = eventsOf(spec, model, p);
  const noises = noisesOf(model, p);
  const noise = new Float64Array(noises.length);
  let next = 0;

  const happenUntil = (time) => {
    for (; next < events.length && events[next].time <= time; next += 1) {
      const { isInput, index, value } = events[next];
      if (isInput) input[index] = value;
      else {
        model.resets(state, p, values);
        state[spec.resets[index]] = values[index];
      }
    }
  };
  const record = (k) => {
    for (let i = 0; i < noises.length; i += 1) noise[i] = noises[i]();
    model.observe(t[k], state, p, noise, seen);
    for (let i = 0; i < curves.length; i += 1) curves[i][k] = seen[i];
  };

  if (spec.states && (t[length - 1] - t[0]) / spec.maxStep > MOST_STEPS) {
    throw new RangeError(`A run would take more than ${MOST_STEPS} steps`);
  }
  model.initial(p, state);
  happenUntil(t[0]);
  record(0);
  for (let k = 1; k < length; k += 1) {
    let now = t[k - 1];
    while (spec.states && now < t[k]) {
      const until = next < events.length ? Math.min(events[next].time, t[k]) : t[k];
      const steps = Math.max(1, Math.ceil((until - now) / spec.maxStep - 1e-9));
      advance(now, (until - now) / steps, steps);
      now = until;
      happenUntil(now);
    }
    record(k);
  }
  const series = Object.fromEntries(spec.series.map(({ name }, i) => [name, curves[i]]));
  return {
    t, series, scalars: scalarsOf(spec, model, p, t, series, spikes), spikes: Float64Array.from(spikes),
  };
}

function pointsOf({ low, step, length, scale }) {
  const t = new Float64Array(length);
  for (let k = 0; k < length; k += 1) t[k] = scale === "log" ? low * 10 ** (k * step) : low + k * step;
  return t;
}

/** A function that takes `steps` steps of size `h`, and notes where the spiking series rises meanwhile. */
function stepper(spec, model, p, y, u, spikes) {
  const n = y.length;
  const [k1, k2, k3, k4, probe] = Array.from({ length: 5 }, () => new Float64Array(n));
  const value = new Float64Array(1);
  const watches = Boolean(spec.spikes);
  const threshold = watches ? spec.spikes.threshold : 0;
  const above = (t) => {
    model.spiking(t, y, p, value);
    return value[0] - threshold;
  };
  return (from, h, steps) => {
    let before = watches ? above(from) : 0;
    for (let step = 0; step < steps; step += 1) {
      const t = from + step * h;
      model.derivatives(t, y, p, u, k1);
      for (let i = 0; i < n; i += 1) probe[i] = y[i] + (h / 2) * k1[i];
      model.derivatives(t + h / 2, probe, p, u, k2);
      for (let i = 0; i < n; i += 1) probe[i] = y[i] + (h / 2) * k2[i];
      model.derivatives(t + h / 2, probe, p, u, k3);
      for (let i = 0; i < n; i += 1) probe[i] = y[i] + h * k3[i];
      model.derivatives(t + h, probe, p, u, k4);
      for (let i = 0; i < n; i += 1) y[i] += (h / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
      if (!watches) continue;
      const after = above(t + h);
      if (before < 0 && after >= 0) spikes.push(t + (h * before) / (before - after));
      before = after;
    }
  };
}

function refuseTooMany(events) {
  if (events <= MOST_EVENTS) return;
  throw new RangeError(`A run would have more than ${MOST_EVENTS} events`);
}

/** The times of a train of the kit: its kind says what its three numbers mean. */
function timesOf(kind, [start, ...numbers], end) {
  if (kind === "regular") {
    const [count, interval] = numbers;
    refuseTooMany(count);
    return Array.from({ length: Math.round(count) }, (_, k) => start + k * interval);
  }
  const [rate, seed] = numbers;
  refuseTooMany(rate * (end - start));
  const times = [];
  if (rate <= 0) return times;
  const next = uniforms(seed);
  for (let sum = -Math.log(next()); start + sum / rate <= end; sum -= Math.log(next())) {
    times.push(start + sum / rate);
  }
  return times;
}

/** The generators of the model's noises; each is asked once for each point of the axis, in order. */
function noisesOf(model, p) {
  const seeds = [];
  model.seeds(p, seeds);
  return seeds.map(uniforms);
}

function eventsOf(spec, model, p) {
  const numbers = [];
  model.trains(p, numbers);
  const end = spec.axis.low + spec.axis.step * (spec.axis.length - 1);
  const events = [];
  for (let index = 0; index < spec.inputs; index += 1) {
    const times = timesOf(spec.trains[index], numbers.splice(0, 3), end);
    const [width, height] = numbers.splice(0, 2);
    for (const time of times) {
      events.push({ time, isInput: true, index, value: height });
      events.push({ time: time + width, isInput: true, index, value: 0 });
    }
  }
  for (let index = 0; index < spec.resets.length; index += 1) {
    const times = timesOf(spec.trains[spec.inputs + index], numbers.splice(0, 3), end);
    for (const time of times) events.push({ time, isInput: false, index, value: 0 });
  }
  return events.sort((a, b) => a.time - b.time);
}

function scalarsOf(spec, model, p, t, series, spikes) {
  const level = [];
  model.readings(p, level);
  const readings = spec.readings.map(({ of, how }, i) => reductions[how](t, series[of], level[i]));
  const read = [];
  model.scalars(p, readings, read);
  return Object.fromEntries(spec.scalars.map(({ name, of, how }, i) => {
    if (!of) return [name, read[i]];
    if (how in spikeReductions) return [name, spikeReductions[how](spikes, t, spec.spikes)];
    return [name, reductions[how](t, series[of], read[i])];
  }));
}

/** What is read of a curve above a level. */
const reductions = {
  max: (t, curve, level) => curve.reduce((a, b) => Math.max(a, b)) - level,
  mean: (t, curve, level) => curve.reduce((a, b) => a + b) / curve.length - level,
  "count below": (t, curve, level) => curve.reduce((count, value) => count + (value < level), 0),
  integral: (t, curve, level) => curve.reduce(
    (sum, value, k) => (k ? sum + ((value + curve[k - 1]) / 2 - level) * (t[k] - t[k - 1]) : 0), 0),
  trough: (t, curve, level) => troughOf(t, curve)[1] - level,
  "trough position": (t, curve) => troughOf(t, curve)[0],
};

const spikeReductions = {
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
