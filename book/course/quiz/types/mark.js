import { plotInto, whenNear } from "../../figures/plot.js";
import { isNear, judged, numberText, readNumber, withNote } from "./common.js";

const boxesOf = (form) => [...form.querySelectorAll("input")];
const endsOf = ({ value, low, high }) => (value === undefined ? [low, high] : [value]);
const asEnds = (response) => [response].flat();

/** Score: the share of ends within the tolerance, of one for a point, of two for an interval. */
export const mark = {
  read(form) {
    const ends = boxesOf(form).map(readNumber);
    const [low, high] = ends.map(({ response }) => response);
    return ends.find(({ problem }) => problem)
      ?? { response: high === undefined ? low : [Math.min(low, high), Math.max(low, high)] };
  },
  write(form, item, response) {
    const ends = response === undefined ? [] : asEnds(response);
    boxesOf(form).forEach((box, i) => { box.value = ends[i] === undefined ? "" : numberText(ends[i]); });
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
    return judged(found / count, [{ text: slip?.feedback ?? otherwise }], count > 1 && `${found} of 2 ends`);
  },
  reveal: (item, response) => withNote(mark.grade(item, response), {
    lead: `Answer: ${endsOf(item.answer).map(numberText).join(" to ")} ${item.answer.unit}.`,
    text: item.answer.feedback,
  }),

  /** Let a click on the plot fill the boxes, and show on it what they hold. */
  start(form, item, current, { model, palette, live }) {
    const [curve] = item.figure.data;
    const boxes = boxesOf(form);
    const holder = form.querySelector(".course-picture");
    const view = new AbortController();
    let drawMarks;
    let next = 0;

    const nearest = (end) => curve.x.reduce((best, x, k) =>
      (Math.abs(x - end) < Math.abs(curve.x[best] - end) ? k : best), 0);
    const points = (ends) => {
      const places = ends.map(nearest).sort((a, b) => a - b);
      const shown = [...curve.x.keys()].filter((k) => k >= places[0] && k <= places.at(-1));
      return { x: shown.map((k) => curve.x[k]), y: shown.map((k) => curve.y[k]) };
    };
    const show = () => {
      const ends = boxes.map(readNumber).filter(({ problem }) => !problem).map(({ response }) => response);
      const { checked, shown, score } = current();
      const isOver = checked && (shown || score === 1);
      drawMarks?.([curve, points(ends), points(isOver ? endsOf(item.answer) : [])]);
    };
    const plot = async () => {
      drawMarks = await plotInto(holder, item.figure, palette, model, view.signal);
      holder.querySelector(".course-plot")?.on("plotly_click", ({ points: [{ x }] }) => {
        boxes[next].value = numberText(x);
        boxes[next].dispatchEvent(new Event("input", { bubbles: true }));
        next = (next + 1) % boxes.length;
      });
      show();
    };
    if (live) plot();
    else whenNear(holder, plot);
    return { show, stop: () => view.abort() };
  },
};
