/**
 * The widget's element: on a page it stands there already; in a live notebook it is made from the HTML
 * that Python sends.
 */
export function elementOf(tag, { model, el }) {
  if (el.matches(tag)) return el;
  el.innerHTML = model.get("html");
  return el.querySelector(tag);
}

/** The widget's data: the JSON inside its element. */
export function dataOf(element) {
  return JSON.parse(element.querySelector('script[type="application/json"]').textContent);
}
