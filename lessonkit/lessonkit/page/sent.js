/**
 * Act when the reader sends a form, by its button or by Enter. A frame that forbids forms fires no submit event, so
 * the click is what counts: Enter in a field clicks the button too.
 */
export function whenSent(form, act) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act();
  });
  form.addEventListener("click", (event) => {
    if (event.target.closest("button")?.type !== "submit") return;
    event.preventDefault();
    act();
  });
}
