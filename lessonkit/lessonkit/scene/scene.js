import { withUnit, written } from "../page/numbers.js";
import { drawingOf } from "./drawing.js";
import { startGrabs } from "./grabs.js";
import { momentOf } from "./moment.js";
import { playerOf } from "./player.js";
import { sentenceOf, wordsFor } from "./sentence.js";

const SAID_AFTER_MS = 400;
const SLOW = 1 / 5;

/**
 * The moving picture of an explorer; its moment is the explorer's cursor.
 *
 * @param {ExplorerState} explorer
 * @param {SceneData | undefined} scene Nothing if the explorer has no scene.
 * @param {any} program The model, as solver.js takes it.
 * @returns {(() => void) | undefined} Ends it.
 */
export function startScene(explorer, scene, program) {
  if (!scene) return undefined;
  const root = /** @type {HTMLElement} */ (explorer.root.querySelector(".course-scene"));
  /** @type {Record<string, any>} */
  const controls = Object.fromEntries(["play", "back", "moment", "forward", "now", "slow"]
    .map((name) => [name, root.querySelector(`[data-scene=${name}]`)]));
  const { low, high, unit } = scene.axis;
  const { bound } = scene.program;
  const compute = momentOf(scene, program);
  const valuesAt = (at) => compute(explorer.result, explorer.settings, at);
  const textOf = (what) => (value) => wordsFor(scene.says[what], value);
  const drawingIn = (holder) => drawingOf(holder.querySelector("svg"), bound, (part, value) => textOf(part)(value));
  const sentence = (values) => sentenceOf(scene.happens, (name) => textOf(`{${name}}`)(values[bound.indexOf(`{${name}}`)]));

  const start = () => explorer.settings[explorer.spec.readAt] ?? scene.moments[0];
  const moment = () => explorer.cursor ?? start();
  const move = (at) => explorer.setCursor(Math.min(high, Math.max(low, at)));

  const draw = drawingIn(root.querySelector(".course-drawing"));
  const show = () => {
    const at = moment();
    draw(valuesAt(at));
    const text = withUnit(written(at), unit);
    controls.moment.value = at;
    if (text === controls.now.textContent) return;
    controls.moment.setAttribute("aria-valuetext", text);
    controls.now.textContent = text;
  };

  const happens = root.querySelector(".course-happens");
  /** Tell what happens; aloud where the moment has moved, as of a changed run the explorer tells. */
  const tell = (isAloud) => {
    const text = sentence(valuesAt(moment()));
    if (happens.textContent === text) return;
    happens.textContent = text;
    if (isAloud) explorer.say(text);
  };
  let timer;
  const tellSoon = (isAloud) => {
    clearTimeout(timer);
    timer = setTimeout(() => { if (!player.plays) tell(isAloud); }, SAID_AFTER_MS);
  };

  const player = playerOf(scene.axis, {
    at: moment,
    move,
    speed: () => ((high - low) / scene.seconds) * (controls.slow.checked ? SLOW : 1),
    onChange: (plays) => {
      controls.play.textContent = plays ? "Pause" : "Play";
      root.toggleAttribute("data-playing", plays);
      if (!plays) tell(true);
    },
  });
  const stepBy = (step) => {
    player.pause();
    move(moment() + step);
  };
  controls.play.addEventListener("click", () => (player.plays ? player.pause() : player.play()));
  controls.back.addEventListener("click", () => stepBy(-scene.step));
  controls.forward.addEventListener("click", () => stepBy(scene.step));
  controls.moment.addEventListener("input", ({ target }) => {
    player.pause();
    move(Number(target.value));
  });
  startGrabs(root.querySelector(".course-drawing svg"), scene.grabs, explorer);

  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const ended = new AbortController();
  const { signal } = ended;
  still.addEventListener("change", () => { if (still.matches) player.pause(); }, { signal });

  /** On paper stands the reader's own run. */
  const printed = () => {
    root.querySelectorAll(".course-moments figure").forEach((figure, i) => {
      const values = valuesAt(scene.moments[i]);
      drawingIn(figure)(values);
      const text = sentence(values);
      figure.querySelector("figcaption span").textContent = text;
      figure.querySelector(".course-moment").setAttribute("aria-label", `${scene.here} ${text}`);
    });
  };
  addEventListener("beforeprint", printed, { signal });

  let read = explorer.settings[explorer.spec.readAt];
  const follow = () => {
    const now = explorer.settings[explorer.spec.readAt];
    if (now !== read) explorer.setCursor(now);
    read = now;
    show();
    tellSoon(false);
  };
  explorer.onShow(follow);
  explorer.onCursor(() => {
    show();
    tellSoon(true);
  });
  return () => {
    player.pause();
    clearTimeout(timer);
    ended.abort();
  };
}
