/* A cursor that reads a drawing by pointer and by keys; what it reads stands beside it, and is spoken. */

import { cursorMarkup } from "./crosshair.js";
import { inWords } from "./reading.js";
import { pointOf, readingsAt, spotAt, spotNear, stepFrom, walkOf } from "./walk.js";

const SPOKEN_AFTER_MS = 200; // so that a key that is held down is not read out at each point
const SLIDES = 4; // pixels across that make a touch one that reads

const WAYS = {
  ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down",
  PageUp: "right", PageDown: "left", Home: "start", End: "end",
};
const FAR_KEYS = ["PageUp", "PageDown"];
const KEYS = {
  curves: "Left and right arrow keys read along the curve, up and down keys change the curve.",
  rows: "Up and down arrow keys read its rows, left and right keys the points of a row.",
  dots: "Left and right arrow keys read its points, up and down keys change the group.",
  cells: "Arrow keys read its cells.",
};

/** Where the cursor of a drawing is that shares it with no other. */
function placeAlone() {
  let cursor;
  return { get cursor() { return cursor; }, setCursor(value) { cursor = value; }, onCursor() {} };
}

/**
 * Let a reader walk the points of a drawing, until `signal`.
 *
 * @param {HTMLElement} holder
 * @param {CoursePicture} picture
 * @param {object} [how]
 * @param {Pick<ExplorerState, "cursor" | "setCursor" | "onCursor">} [how.shared] The place along x that other parts share.
 * @param {(trace: any) => boolean} [how.isLater] Which traces come after the others of their panel.
 * @param {string} [how.enter] What the Enter key does at a point, as a sentence.
 * @param {AbortSignal} [how.signal]
 * @returns {CourseCursor}
 */
export function startCursor(holder, picture, { shared, isLater, enter = "", signal } = {}) {
  const place = shared ?? placeAlone();
  const svg = /** @type {SVGSVGElement} */ (holder.querySelector(":scope > svg"));
  const words = holder.getAttribute("aria-label");
  const layer = document.createElementNS("http://www.w3.org/2000/svg", "g");
  layer.setAttribute("class", "course-cursor");
  const listeners = new Set();
  /** @type {CourseWalk | undefined} */
  let known;
  /** @type {CourseSpot | undefined} */
  let spot;
  /** @type {CourseSpot | undefined} What stays when the mouse leaves. */
  let kept;
  let spokenTrack;
  let timer;
  let said;
  let touch;

  const walk = () => (known ??= walkOf(picture.figure, picture.panels, { isAlong: Boolean(shared), isLater }));
  const isCurves = () => walk().kind === "curves";

  const paint = () => {
    if (!spot || !pointOf(walk(), spot)) {
      layer.remove();
      return;
    }
    const { width, height } = svg.viewBox.baseVal;
    layer.setAttribute("font-size", String(picture.panels[0].size));
    layer.innerHTML = cursorMarkup(walk(), spot, { width, height });
    if (!layer.isConnected) svg.append(layer);
  };

  const move = (next) => {
    spot = next && { ...next, x: isCurves() ? next.x ?? pointOf(walk(), next).x : undefined };
    if (isCurves()) place.setCursor(spot?.x);
    paint();
  };
  const keep = (next) => {
    move(next);
    kept = spot;
  };

  const speak = () => {
    const here = spot && readingsAt(walk(), spot).find(({ isHere }) => isHere);
    if (!here) return;
    said.textContent = inWords(walk(), here.track, here.point, spokenTrack === here.track.name);
    spokenTrack = here.track.name;
  };
  const speakSoon = () => {
    if (!said) {
      said = document.createElement("p");
      said.className = "course-spoken";
      said.setAttribute("role", "status");
      holder.after(said);
    }
    clearTimeout(timer);
    timer = setTimeout(speak, SPOKEN_AFTER_MS);
  };

  /** Stand where the place along x is now. */
  const follow = () => {
    spot = place.cursor === undefined ? undefined : spotNear(walk(), spot?.t ?? 0, place.cursor);
    kept = spot;
  };
  picture.onDraw(() => {
    known = undefined;
    if (isCurves()) follow();
    holder.setAttribute("aria-label", [words, KEYS[walk().kind], enter].filter(Boolean).join(" "));
    paint();
  }, signal);
  place.onCursor(() => {
    if (place.cursor === spot?.x || !picture.panels.length) return;
    follow();
    paint();
  });

  const step = (event) => {
    const way = WAYS[event.key];
    const next = stepFrom(walk(), spot, way, event.shiftKey || FAR_KEYS.includes(event.key));
    if (next) keep(next);
    speakSoon();
    for (const act of listeners) act();
  };
  const leave = () => {
    keep(undefined);
    spokenTrack = undefined;
  };
  holder.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target !== holder || !picture.panels.length) return;
    if (event.key in WAYS) step(event);
    else if (event.key === "Escape" && spot) leave();
    else if ((event.key === "Enter" || event.key === " ") && enter && spot) {
      const { trace, index, x, y } = pointOf(walk(), spot);
      holder.dispatchEvent(new CustomEvent("course:point", { detail: { trace, index, x, y } }));
    } else return;
    event.preventDefault();
  }, { signal });
  holder.addEventListener("focus", () => { spokenTrack = undefined; }, { signal });
  holder.addEventListener("blur", () => {
    if (!shared) leave();
  }, { signal });

  const spotUnder = (event) => (picture.panels.length && svg.contains(event.target)
    ? spotAt(walk(), picture.placeOf(event)) : undefined);
  const isTouch = ({ pointerType }) => pointerType === "touch";
  holder.addEventListener("pointerdown", (event) => {
    if (isTouch(event)) touch = { x: event.clientX, y: event.clientY, reads: false };
  }, { signal });
  holder.addEventListener("pointermove", (event) => {
    if (isTouch(event)) {
      if (!touch) return;
      const [across, down] = [Math.abs(event.clientX - touch.x), Math.abs(event.clientY - touch.y)];
      touch.reads ||= across >= SLIDES && across > down;
      if (!touch.reads) return; // it may become a swipe, which scrolls
    }
    const under = spotUnder(event);
    if (under) move(under);
  }, { signal });
  holder.addEventListener("pointerup", (event) => {
    if (isTouch(event) && !touch) return;
    touch = undefined;
    const under = spotUnder(event);
    if (!under) return;
    keep(under);
    holder.focus({ preventScroll: true });
  }, { signal });
  for (const name of ["pointerleave", "pointercancel"]) {
    holder.addEventListener(name, (/** @type {PointerEvent} */ event) => {
      if (isTouch(event) && name === "pointerleave") return;
      touch = undefined;
      if (spot !== kept) move(kept);
    }, { signal });
  }

  svg.setAttribute("aria-hidden", "true");
  holder.setAttribute("role", "application");
  holder.setAttribute("aria-roledescription", "picture");
  holder.tabIndex = 0;
  signal?.addEventListener("abort", () => clearTimeout(timer));
  return {
    get walk() { return walk(); },
    get spot() { return spot; },
    keep,
    onStep: (act) => { listeners.add(act); },
  };
}
