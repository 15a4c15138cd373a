import { startCursor } from "../../../figures/cursor.js";
import { pictureInto } from "../../../figures/picture.js";
import { zoomable } from "../../../figures/plotly.js";
import { startSound } from "../../../figures/sound.js";
import { EXACT, written } from "../../../page/numbers.js";
import { isNear, judged, numberIn, told, withNote } from "../common.js";
import { TYPES } from "../../types.js";

const boxesOf = (form) => [...form.querySelectorAll("input")];
const endsOf = ({ value, low, high }) => (value === undefined ? [low, high] : [value]);
const asEnds = (response) => [response].flat();

/** Score: the share of ends within the tolerance, of one for a point, of two for an interval. */
export const mark = {
  read(form) {
    const boxes = boxesOf(form);
    const ends = boxes.map((box) => numberIn(box, boxes.length > 1 && box.labels[0].textContent.trim()));
    const problems = ends.flatMap((end) => end.problems ?? []);
    if (problems.length) return { problems };
    const [low, high] = ends.map(({ response }) => response);
    return { response: high === undefined ? low : [Math.min(low, high), Math.max(low, high)] };
  },
  write(form, item, response) {
    const ends = response === undefined ? [] : asEnds(response);
    boxesOf(form).forEach((box, i) => { box.value = ends[i] === undefined ? "" : written(ends[i], EXACT); });
  },
  fits: ({ answer }, response) => Array.isArray(response) === (answer.value === undefined)
    && asEnds(response).length === endsOf(answer).length && asEnds(response).every(Number.isFinite),
  grade({ answer, slips, otherwise }, response) {
    const near = (given) => endsOf(given).filter((end, i) =>
      isNear(asEnds(response)[i], end, answer.tolerance)).length;
    const count = endsOf(answer).length;
    const found = near(answer);
    if (found === count) return judged(1, [{ text: answer.feedback }]);
    const slip = slips.find((each) => near(each) === count);
    return judged(found / count, [told(slip, otherwise)], count > 1 && `${found} of 2 ends`);
  },
  reveal: (item, response) => withNote(mark.grade(item, response), {
    lead: `Answer: ${endsOf(item.answer).map((end) => written(end, EXACT)).join(" to ")} ${item.answer.unit}.`,
    text: item.answer.feedback,
  }),

  /** Let a click on the plot fill the boxes, and show on it what they hold. */
  start(form, item, current, { model, palette }) {
    const curve = item.figure.data.find(({ meta }) => meta === "curve");
    const boxes = boxesOf(form);
    const holder = form.querySelector(".course-picture");
    const view = new AbortController();
    const picture = pictureInto(holder, item.figure, palette, view.signal);
    let next = 0;

    const nearest = (end) => curve.x.reduce((best, x, k) =>
      (Math.abs(x - end) < Math.abs(curve.x[best] - end) ? k : best), 0);
    const points = (ends) => {
      const places = ends.map(nearest).sort((a, b) => a - b);
      const shown = [...curve.x.keys()].filter((k) => k >= places[0] && k <= places.at(-1));
      return { x: shown.map((k) => curve.x[k]), y: shown.map((k) => curve.y[k]) };
    };
    const show = () => {
      const ends = boxes.map((box) => numberIn(box).response).filter(Number.isFinite);
      const { checked, shown, score } = current();
      const isOver = checked && (shown || score === 1);
      picture.show({ mark: points(ends), answer: points(isOver ? endsOf(item.answer) : []) });
    };
    picture.onChoice(({ x }) => {
      boxes[next].value = written(x, EXACT);
      boxes[next].dispatchEvent(new Event("input", { bubbles: true }));
      next = (next + 1) % boxes.length;
    });
    const cursor = startCursor(holder, picture, { enter: "Enter marks the point.", signal: view.signal });
    startSound(form.querySelector(".course-sound"), picture, cursor, view.signal);
    zoomable(form.querySelector(".course-zoom"), picture, { holder, palette, model, signal: view.signal });
    return { show, stop: () => view.abort() };
  },
};

TYPES.mark = mark;
