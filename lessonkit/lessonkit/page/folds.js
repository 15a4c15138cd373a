import { storageOf } from "./storage.js";

/**
 * Keep which parts of a widget (`<details data-fold="NAME">`) the reader has opened, until they are folded again.
 *
 * @param {HTMLElement} root
 * @param {string} course
 */
export function keepFolds(root, course) {
  const storage = storageOf(course);
  const name = `open:${root.id}`;
  const parts = /** @type {NodeListOf<HTMLDetailsElement>} */ (root.querySelectorAll("details[data-fold]"));
  const opened = storage.get(name)?.split(" ") ?? [];
  for (const part of parts) {
    part.open ||= opened.includes(part.dataset.fold ?? "");
    part.addEventListener("toggle", () => {
      const open = [...parts].filter((each) => each.open).map((each) => each.dataset.fold).join(" ");
      if (open) storage.set(name, open);
      else storage.remove(name);
    });
  }
}
