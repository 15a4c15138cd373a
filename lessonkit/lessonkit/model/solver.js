import { uniforms } from "../page/random.js";
import { drawn } from "./chains.js";
import { reductions, spikeReductions } from "./reductions.js";
import { pulses, trains } from "./trains.js";

const MOST_STEPS = 500_000;

/**
 * Compile a model of the kit. What it holds is found by its name here, once, and an Error names what is not there.
 *
 * @param {any} program The model: axis, numbers, reductions and generated code (`program` in javascript.py).
 * @returns {(settings: Object<string, number|string>) => {t: Float64Array, series: Object<string, Float64Array>,
 *   scalars: Object<string, number>, spikes: Float64Array}} Solves it with these parameters and choices, all by
 *   name: classical Runge–Kutta steps of fixed size, cut at each event. At an event that falls on a point of the
 *   axis, the curves show the values after it. Throws a RangeError if the run would need more events or steps
 *   than a page can take.
 */
export function compile(program) {
  const { axis, maxStep, spikes: watched } = program;
  const model = new Function(`return ${program.code}`)();
  const { p: numbers, y: states, u: inputs, n: noises, c: chances, series: names } = model.places;
  const numbersFor = numbersOf(program, numbers);
  const happenings = happeningsOf(program, model);
  const scalarsFor = scalarsOf(program, model);
  const chanceFor = chanceOf(program, model, happenings);
  const t = pointsOf(axis);
  const { length } = t;

  return (settings) => {
    const p = numbersFor(settings);
    const curves = names.map(() => new Float64Array(length));
    const seen = new Float64Array(names.length);
    const started = told(model.initial, p);
    const state = Float64Array.from(states, (name) => started[name]);
    const input = new Float64Array(inputs.length);
    const spikes = [];
    const advance = stepper(model, p, state, input, watched, spikes);
    const events = happenings.flatMap((eventsOf) => eventsOf(p, state, input)).sort((a, b) => a.time - b.time);
    const seeds = told(model.seeds, p);
    const draws = noises.map((name) => uniforms(seeds[name]));
    const noise = new Float64Array(noises.length);
    const { curves: byChance, readings } = chanceFor(p);
    const chance = new Float64Array(chances.length);
    let next = 0;

    const happenUntil = (time) => {
      for (; next < events.length && events[next].time <= time; next += 1) events[next].happen();
    };
    const record = (k) => {
      for (let i = 0; i < draws.length; i += 1) noise[i] = draws[i]();
      for (let i = 0; i < chance.length; i += 1) chance[i] = byChance[i][k];
      model.observe(t[k], state, p, noise, chance, seen);
      for (let i = 0; i < curves.length; i += 1) curves[i][k] = seen[i];
    };

    if (states.length && (t[length - 1] - t[0]) / maxStep > MOST_STEPS) {
      throw new RangeError(`A run would take more than ${MOST_STEPS} steps`);
    }
    happenUntil(t[0]);
    record(0);
    for (let k = 1; k < length; k += 1) {
      let now = t[k - 1];
      while (states.length && now < t[k]) {
        const until = next < events.length ? Math.min(events[next].time, t[k]) : t[k];
        const steps = Math.max(1, Math.ceil((until - now) / maxStep - 1e-9));
        advance(now, (until - now) / steps, steps);
        now = until;
        happenUntil(now);
      }
      record(k);
    }
    const series = Object.fromEntries(names.map((name, i) => [name, curves[i]]));
    return { t: t.slice(), series, scalars: scalarsFor(p, t, series, spikes, readings), spikes: Float64Array.from(spikes) };
  };
}

/** What `table` holds under a name, or an Error that says what has no such name in the model. */
function named({ id }, table, name, what) {
  if (Object.hasOwn(table, name)) return table[name];
  throw new Error(`model ${id}: ${what} "${name}" is unknown: choose one of ${Object.keys(table).join(", ")}`);
}

/**
 * What `fill` writes, by its names.
 *
 * @returns {any}
 */
function told(fill, ...given) {
  const out = {};
  fill(...given, out);
  return out;
}

/** A function that gives the numbers of a run in the order of their `names`, for settings by name. */
export function numbersOf(program, names) {
  const { parameters, constants, choices } = program;
  const settable = Object.fromEntries([...parameters, ...Object.keys(choices)].map((name) => [name, true]));
  const sources = Object.fromEntries(parameters.map((name) => [name, (settings) => settings[name]]));
  for (const [name, value] of Object.entries(constants)) sources[name] = () => value;
  for (const [choice, options] of Object.entries(choices)) {
    for (const name of Object.values(options).flatMap(Object.keys)) {
      sources[name] = (settings) => {
        const option = named(program, options, settings[choice], `the ${choice}`);
        return named(program, option, name, `the number of ${choice}`);
      };
    }
  }
  const read = names.map((name) => named(program, sources, name, "the number"));
  return (settings) => {
    for (const name of Object.keys(settings)) named(program, settable, name, "the setting");
    const missing = Object.keys(settable).filter((name) => !Object.hasOwn(settings, name));
    if (missing.length) throw new Error(`model ${program.id}: the settings lack ${missing.join(", ")}`);
    return Float64Array.from(read, (source) => source(settings));
  };
}

function pointsOf({ low, step, length, scale }) {
  const t = new Float64Array(length);
  for (let k = 0; k < length; k += 1) t[k] = scale === "log" ? low * 10 ** (k * step) : low + k * step;
  return t;
}

/** For each input and reset a function that gives its events in a run; an event is a time and what happens. */
function happeningsOf(program, model) {
  const { y: states, u: inputs } = model.places;
  const placeIn = (names, name, what) =>
    named(program, Object.fromEntries(names.map((each, place) => [each, place])), name, what);
  const end = program.axis.low + program.axis.step * (program.axis.length - 1);
  const timesOf = ({ kind, numbers }) => {
    const timesWith = named(program, trains, kind, "the kind of train");
    return (p) => {
      const given = told(numbers, p);
      return { ...given, times: timesWith(given, end) };
    };
  };
  const ofInputs = Object.entries(model.inputs).map(([name, item]) => {
    const place = placeIn(inputs, name, "the input");
    const train = timesOf(item);
    return (p, state, input) => {
      const { times, width, height } = train(p);
      const becomes = (time, value) => ({ time, happen: () => { input[place] = value; } });
      return pulses(times, width).flatMap(([on, off]) => [becomes(on, height), becomes(off, 0)]);
    };
  });
  const ofResets = model.resets.map((item) => {
    const place = placeIn(states, item.state, "the state of a reset");
    const train = timesOf(item);
    const out = {};
    return (p, state) => {
      const happen = () => {
        item.to(state, p, out);
        state[place] = out.to;
      };
      return train(p).times.map((time) => ({ time, happen }));
    };
  });
  return [...ofInputs, ...ofResets];
}

/** A function that draws the chain of a run: the curves of its places and stays, and what scalars read of the stays. */
function chanceOf({ chain: described, axis }, model, happenings) {
  if (!described) return () => ({ curves: [], readings: {} });
  const { jumps, isLengths, stays } = described;
  const { y: states, u: inputs, c: chances } = model.places;
  const places = chances.length - stays.length;
  const rate = new Float64Array(jumps.length);
  return (p) => {
    const { seed, copies, span } = told(model.chain.numbers, p);
    const input = new Float64Array(inputs.length);
    const [low, high] = isLengths ? [0, span] : [axis.low, axis.low + axis.step * (axis.length - 1)];
    const events = happenings.flatMap((eventsOf) => eventsOf(p, new Float64Array(states.length), input))
      .sort((a, b) => a.time - b.time);
    const stops = [low, ...new Set(events.map(({ time }) => time).filter((time) => time > low && time < high)), high];
    let next = 0;
    const stretches = stops.slice(1).map((end, k) => {
      for (; next < events.length && events[next].time <= stops[k]; next += 1) events[next].happen();
      model.chain.rates(p, input, rate);
      const rates = Array.from({ length: places }, () => []);
      jumps.forEach(([from, to], i) => rates[from].push([to, rate[i]]));
      return { begin: stops[k], end, rates };
    });
    const asked = { places, axis, seed, copies, isLengths, stays: stays.map(({ place }) => place) };
    const { places: shares, stays: found } = drawn(stretches, asked);
    const readings = stays.flatMap(({ number, mean }, k) => [[number, found[k].number], [mean, found[k].mean]]);
    return { curves: [...shares, ...found.map(({ spread }) => spread)], readings: Object.fromEntries(readings) };
  };
}

/** A function that takes `steps` steps of size `h`, and notes where the `watched` series rises meanwhile. */
function stepper(model, p, y, u, watched, spikes) {
  const n = y.length;
  const [k1, k2, k3, k4, probe] = Array.from({ length: 5 }, () => new Float64Array(n));
  const value = new Float64Array(1);
  const watches = Boolean(watched);
  const threshold = watches ? watched.threshold : 0;
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

/** A function that gives the scalars of a run by name. */
function scalarsOf(program, model) {
  const curves = Object.fromEntries(model.places.series.map((name) => [name, true]));
  const reader = ({ of, how }) => {
    named(program, curves, of, "the series");
    if (program.spikes && Object.hasOwn(spikeReductions, how)) {
      return (t, series, spikes) => spikeReductions[how](spikes, t, program.spikes);
    }
    const reduce = named(program, reductions, how, "the reduction");
    return (t, series, spikes, level) => reduce(t, series[of], level);
  };
  const readings = Object.entries(program.readings).map(([name, way]) => ({ name, reduce: reader(way) }));
  const scalars = Object.entries(program.scalars).map(([name, way]) => ({ name, reduce: way && reader(way) }));
  return (p, t, series, spikes, chances) => {
    const levels = told(model.levels, p);
    const read = Object.fromEntries(readings.map(({ name, reduce }) =>
      [name, reduce(t, series, spikes, levels[name])]));
    const baselines = told(model.baselines, p);
    const calculated = told(model.scalars, p, { ...read, ...chances });
    return Object.fromEntries(scalars.map(({ name, reduce }) =>
      [name, reduce ? reduce(t, series, spikes, baselines[name]) : named(program, calculated, name, "the scalar")]));
  };
}
