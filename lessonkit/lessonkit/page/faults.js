import { afterPresses } from "./presses.js";

/**
 * What is wrong with the controls of `root`, said in its line for that (`.course-fault`). A fault of a control stands,
 * beside those of others, until that control is right again; a fault of none, such as of the page's address, until
 * `clear()` at the next change.
 */
export function faultsOf(root) {
  const line = root.querySelector(".course-fault");
  const told = new Map();
  const whenReleased = afterPresses();
  let said = "";  // what stands in the line may be a browser's translation of it

  const show = () => {
    const text = [...told.values()].join(" ");
    if (said !== text) line.textContent = text;
    said = text;
    line.hidden = !text;
  };

  /** Take back what was said of a control, or of none. */
  const clear = (control) => {
    if (!told.delete(control)) return;
    control?.removeAttribute("aria-invalid");
    whenReleased(show);
  };

  /** Say a sentence, of a control if it is given; an empty one takes back. */
  const say = (sentence, control) => {
    if (!sentence) {
      clear(control);
      return;
    }
    told.set(control, sentence);
    control?.setAttribute("aria-invalid", "true");
    show();
  };

  return { say, clear };
}
