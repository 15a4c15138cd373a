/* A curve as sound: its pitch follows the value, its place between left and right the place along x. */

import { alongAt, spotNear } from "./walk.js";

const SECONDS = 4;
const PLACES = 800; // along x, evenly: enough for a spike of a neuron in half a second
const LOWEST_HZ = 196;
const OCTAVES = 2.5; // from the foot of a panel to its top
const LOUDNESS = 0.15;
const SOON = 0.05; // seconds
const STOP = "Stop the sound";

/** The place along x at a share of a panel from its left. */
const placeAt = ({ box, x }, share) => x.value(box.left + share * (box.right - box.left));

/**
 * What a track of a walk sounds like: its pitch in Hz, and its loudness from 0 to 1, at places from left to right.
 *
 * @param {any} track
 * @returns {{ pitches: Float32Array, loudness: Float32Array }}
 */
export function soundOf(track) {
  const { top, bottom } = track.panel.box;
  const pitches = new Float32Array(PLACES);
  const loudness = new Float32Array(PLACES);
  let share = 0;
  for (let k = 0; k < PLACES; k += 1) {
    const point = alongAt(track, placeAt(track.panel, k / (PLACES - 1)));
    if (point) share = Math.min(1, Math.max(0, (bottom - point.at[1]) / (bottom - top)));
    pitches[k] = LOWEST_HZ * 2 ** (OCTAVES * share);
    loudness[k] = point && k && k < PLACES - 1 ? 1 : 0; // without a click at the ends
  }
  return { pitches, loudness };
}

/** Sound for as long as it takes, or until the function that is returned is called; `share` says how far it is. */
function sounding({ pitches, loudness }, onEnd) {
  const context = new AudioContext();
  const tone = new OscillatorNode(context, { type: "triangle" });
  const volume = new GainNode(context, { gain: 0 });
  const side = new StereoPannerNode(context);
  const start = context.currentTime + SOON;
  tone.frequency.setValueCurveAtTime(pitches, start, SECONDS);
  volume.gain.setValueCurveAtTime(loudness.map((loud) => LOUDNESS * loud), start, SECONDS);
  side.pan.setValueCurveAtTime(Float32Array.of(-1, 1), start, SECONDS);
  tone.connect(volume).connect(side).connect(context.destination);
  tone.start(start);
  tone.stop(start + SECONDS);
  tone.addEventListener("ended", onEnd);
  return {
    share: () => Math.min(1, Math.max(0, (context.currentTime - start) / SECONDS)),
    stop() { context.close(); },
  };
}

/**
 * Let a button play the curve that the cursor is on, or the first one. The cursor walks along, and stays where the
 * reader stops it.
 *
 * @param {HTMLButtonElement | null} button Hidden until now, as it needs a script; none where nothing is a curve.
 * @param {CoursePicture} picture
 * @param {CourseCursor} cursor
 * @param {AbortSignal} [signal]
 */
export function startSound(button, picture, cursor, signal) {
  if (!button) return;
  const words = button.textContent;
  let stop;
  const play = () => {
    globalThis.courseHush?.(); // one sound at a time in a page
    const { walk, spot } = cursor;
    const t = spot?.t ?? 0;
    const { panel } = walk.tracks[t];
    const ended = new AbortController();
    const sound = sounding(soundOf(walk.tracks[t]), () => { cursor.keep(spot); stop(); });
    let frame = 0;
    stop = () => {
      sound.stop();
      cancelAnimationFrame(frame);
      ended.abort();
      button.textContent = words;
      stop = globalThis.courseHush = undefined;
    };
    globalThis.courseHush = stop;
    button.textContent = STOP;
    // In a notebook a widget keeps the keys that are pressed in it.
    const options = { capture: true, signal: ended.signal };
    document.addEventListener("keydown", ({ key }) => { if (key === "Escape") stop(); }, options);
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const follow = () => {
      if (cursor.walk !== walk) stop(); // the curve is another one now
      if (!stop) return;
      if (!isStill) cursor.keep(spotNear(walk, t, placeAt(panel, sound.share())));
      frame = requestAnimationFrame(follow);
    };
    follow();
  };
  button.addEventListener("click", () => (stop ? stop() : play()), { signal });
  picture.onDraw(() => { button.hidden = cursor.walk.kind !== "curves"; }, signal);
  signal?.addEventListener("abort", () => stop?.());
}
