/** A test for texts in lower case: whether one holds each of the words that a reader typed. */
export function holdsWords(typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return (text) => words.every((word) => text.includes(word));
}
