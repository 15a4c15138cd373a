/**
 * Stands in for a kernel's model on a page without one: the values are the JSON of the element.
 *
 * @param {ParentNode} element
 * @returns {WidgetModel}
 */
export function pageModel(element) {
  const values = JSON.parse(element.querySelector('script[type="application/json"]')?.textContent ?? "");
  return {
    get: (name) => values[name],
    set: (name, value) => { values[name] = value; },
    save_changes() {},
    on() {},
    off() {},
    send() {},
  };
}
