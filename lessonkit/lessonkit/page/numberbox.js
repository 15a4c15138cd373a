import { EXACT, readNumber, written } from "./numbers.js";

/**
 * Let a text box hold a number of a widget, written in any way that `readNumber` reads. When the reader leaves the
 * box, the widget's number stands in it.
 *
 *   name          what the number is, for a message
 *   value()       the widget's number
 *   take(number)  take a number over; returns what is wrong with it (without full stop), nothing if it was taken
 *   kept()        the sentence that says what holds while the box is wrong
 *   faults        the widget's line of faults
 *   step          what the arrow keys add or take away, from `low` to `high`; without it they do nothing
 *
 * Returns what shows the widget's number; to be called after each change of it.
 *
 * @param {HTMLInputElement} box
 * @param {{
 *   name: string, value: () => number, take: (number: number) => string | undefined, kept: () => string,
 *   faults: Faults, step?: number, low?: number, high?: number,
 * }} number
 */
export function holdNumber(box, { name, value, take, kept, faults, step, low = -Infinity, high = Infinity }) {
  // What was taken since the widget's number stood here, in the order of typing.
  let taken;

  const put = () => {
    taken = [{ number: value() }];
    box.value = written(value(), EXACT);
    faults.clear(box);
  };
  const last = () => taken.at(-1);

  const complain = (fault) => faults.say(`${fault}. ${kept()}`, box);

  const refuse = (fault) => {
    // What was taken while the text had only begun, as 1.5 of "1,500", was not meant.
    while (taken.length > 1 && box.value.startsWith(last().text)) taken.pop();
    if (value() !== last().number) take(last().number);
    complain(fault);
  };

  const show = () => {
    if (document.activeElement !== box || value() !== last().number) put();
  };

  box.addEventListener("input", () => {
    const { value: number, fault } = readNumber(box.value);
    if (!fault) taken.push({ text: box.value, number });
    const refusal = fault ? `${name}: ${fault}` : take(number);
    if (refusal) refuse(refusal);
    else faults.clear(box);
  });

  box.addEventListener("keydown", (event) => {
    const by = { ArrowUp: step, ArrowDown: -step }[event.key];
    if (!by || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const next = Number((value() + by).toPrecision(12));
    const refusal = take(Math.min(high, Math.max(low, next)));
    if (refusal) complain(refusal);
    else put();
  });

  box.addEventListener("focusout", () => {
    // The box keeps the focus while the reader looks at another window.
    if (document.activeElement !== box) put();
  });

  put();
  return show;
}
