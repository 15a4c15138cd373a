/** Escape closes the entry of a term, as browsers do by themselves: Sphinx's script would take the key for its own. */
if ("popover" in HTMLElement.prototype) {
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.querySelector(".term-entry:popover-open")) event.stopPropagation();
  }, { capture: true });
}
