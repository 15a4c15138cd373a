/** A text in which what looks or means the same is written the same: case, accents, micro sign, dashes, quotes. */
export const folded = (text) => text.normalize("NFKD").toLowerCase().replaceAll(/[\p{M}\p{Cf}]/gu, "")
  .replaceAll(/[\p{Pd}\u2212]/gu, "-").replaceAll(/[\u2018-\u201b\u02bc]/g, "'").replaceAll(/[\u201c-\u201f\u00ab\u00bb]/g, '"');

/**
 * What a search looks through in an element, folded: its text as the course wrote it and as it stands there now,
 * which a browser's translation may have changed.
 */
export function searchedText(element) {
  const written = folded(element.textContent);
  let seen = element.textContent;
  let all = written;
  return () => {
    const now = element.textContent;
    if (now !== seen) all = `${written} ${folded(now)}`;
    seen = now;
    return all;
  };
}

/** A test for folded texts: whether one holds each of the words that a reader typed. */
export function holdsWords(typed) {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  return (text) => words.every((word) => text.includes(word));
}
