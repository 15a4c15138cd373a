import { keepFromSwipes } from "./slider.js";

/**
 * The widget's element: on a page it stands there already; in a live notebook it is made from the HTML
 * that Python sends.
 *
 * @param {string} tag
 * @param {RenderContext} context
 * @returns {any} Its parts are its widget's own.
 */
export function elementOf(tag, { model, el }) {
  keepFromSwipes(el);
  if (el.matches(tag)) return el;
  el.innerHTML = model.get("html");
  const element = /** @type {HTMLElement} */ (el.querySelector(tag));
  makeIdsItsOwn(element);
  keepKeys(element);
  return element;
}

/**
 * Tell the page and those who listen to it what has happened, as the contract has it.
 *
 * @template {keyof CourseEventMap} Name
 * @param {Element} element
 * @param {Name} name
 * @param {CourseEventMap[Name]["detail"]} detail
 */
export function announce(element, name, detail) {
  element.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
}

const ENDED = "Python does not hear this any more: its kernel has ended. Models, tables and questions go on working "
  + "here, and answers are kept in this browser. To connect Python again, choose “Run”, “Run All Cells”.";

/**
 * What a widget tells Python. If the kernel has ended, the reader is told so, once.
 *
 * @param {WidgetModel} model
 * @param {HTMLElement} element
 */
export function kernelOf(model, element) {
  let hears = true;
  const end = () => {
    if (!hears) return;
    hears = false;
    const note = document.createElement("p");
    note.className = "course-ended";
    note.setAttribute("role", "status");
    element.querySelector(".course-card")?.prepend(note);
    note.textContent = ENDED;
  };
  model.on("comm_live_update", end);
  return {
    /** @param {unknown} message */
    send(message) {
      if (!hears) return;
      try {
        model.send(message);
      } catch { // a kernel that was shut down says nothing before
        end();
      }
    },
  };
}

/**
 * In a notebook, keys are commands and take the focus away: those pressed in a widget are its own.
 *
 * @param {HTMLElement} element
 */
function keepKeys(element) {
  element.dataset.lmSuppressShortcuts = "true";
  element.addEventListener("keydown", (event) => event.stopPropagation());
}

/**
 * A notebook may show a widget several times: the ids inside one view must not meet another's.
 *
 * @param {HTMLElement} element
 */
export function makeIdsItsOwn(element) {
  // Counted for the page: each widget of a notebook runs a copy of this module.
  globalThis.courseViews = (globalThis.courseViews ?? 0) + 1;
  const suffix = `-view${globalThis.courseViews}`;
  const pointing = ["id", "for", "aria-labelledby", "aria-describedby"];
  for (const part of element.querySelectorAll(pointing.map((name) => `[${name}]`).join())) {
    for (const name of pointing) {
      const ids = part.getAttribute(name)?.split(" ");
      if (ids) part.setAttribute(name, ids.map((id) => id + suffix).join(" "));
    }
  }
}

/**
 * The widget's data: the JSON inside its element.
 *
 * @param {ParentNode} element
 * @returns {any}
 */
export function dataOf(element) {
  return JSON.parse(element.querySelector('script[type="application/json"]')?.textContent ?? "");
}
