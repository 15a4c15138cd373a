/* Arithmetic that an author wrote and Python parsed: nested lists, evaluated as in expression.py. */

const acts = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "**": (a, b) => a ** b,
  negative: (a) => -a,
  exp: Math.exp,
  ln: Math.log,
  log10: Math.log10,
  sqrt: Math.sqrt,
  abs: Math.abs,
};

/** The value of an expression: a number, a name, or a list of an operator and its operands. */
export function valueOf(expression, values) {
  if (typeof expression === "string") return values[expression];
  if (!Array.isArray(expression)) return expression;
  const [act, ...parts] = expression;
  return acts[act](...parts.map((part) => valueOf(part, values)));
}
