/** Stands in for a kernel's model on a page without one: the values are the JSON of the element. */
function pageModel(element) {
  const values = JSON.parse(element.querySelector('script[type="application/json"]').textContent);
  return {
    get: (name) => values[name],
    set: (name, value) => { values[name] = value; },
    save_changes() {},
    on() {},
    off() {},
    send() {},
  };
}

/** Make every element `tag` of the page interactive; one that fails leaves the others alone. */
export function mount(tag, widget) {
  for (const el of document.querySelectorAll(tag)) {
    try {
      widget.render({ model: pageModel(el), el });
    } catch (error) {
      console.error(`${tag} could not start:`, error);
    }
  }
}
