import { arrive } from "./arrive.js";
import { pageModel } from "./stand_in.js";

/**
 * Make every element `tag` of the page interactive; one that fails leaves the others alone.
 *
 * @param {string} tag
 * @param {CourseWidget} widget
 */
export function mount(tag, widget) {
  for (const el of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(tag))) {
    try {
      widget.render({ model: pageModel(el), el });
      arrive(el, el.id || tag.replace("course-", ""));
    } catch (error) {
      console.error(`${tag} could not start:`, error);
    }
  }
}
