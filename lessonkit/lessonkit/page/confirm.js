/**
 * Ask before something is lost, in the row that design/confirm.html.j2 lays below the button. The button stays
 * where it is, so that the second click of a double click meets it again and confirms nothing.
 *   act()      what is confirmed
 *   asks()     optional: false if there is nothing to ask about
 *   declined() optional: where the reader goes on after a No
 * Returns what takes the question back.
 *
 * @param {any} element
 * @param {{ act: () => void, asks?: () => boolean, declined?: () => void }} answers
 */
export function askFirst(element, { act, asks = () => true, declined }) {
  const part = (name) => element.querySelector(`[data-ask=${name}]`);
  const row = element.querySelector(".course-confirm");
  const show = (isAsking) => {
    row.hidden = !isAsking;
    part("ask").setAttribute("aria-expanded", isAsking);
  };
  part("ask").onclick = () => {
    if (!asks()) {
      act();
      return;
    }
    show(true);
    part("no").focus();
  };
  part("no").onclick = () => {
    show(false);
    (declined ?? (() => part("ask").focus()))();
  };
  part("yes").onclick = ({ detail }) => {
    if (detail > 1) return;  // a double click that began elsewhere, on a page that has moved since
    show(false);
    part("ask").focus();
    act();
  };
  return () => show(false);
}

/** Say what was done, with a way back that stays until it is taken. `undo` tells in words what came of it. */
export function offerUndo(element, text, undo) {
  const place = element.querySelector(".course-undo");
  const told = place.querySelector("[role=status]");
  const button = place.querySelector("button");
  told.textContent = text;
  button.hidden = false;
  button.onclick = () => {
    button.hidden = true;
    told.textContent = undo() ?? "It is back as it was.";
    told.focus();
  };
}
