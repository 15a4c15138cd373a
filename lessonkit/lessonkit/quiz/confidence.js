/* How sure a reader says to be of an answer when it is checked, and how often that was right. */

export const LEVELS = ["sure", "fairly", "guess"];

/** Let the buttons of a question check its answer and say how sure the reader is of it; null if it has none. */
export function hearConfidence(form, say) {
  const group = form.querySelector(".quiz-confidence");
  for (const button of group?.querySelectorAll("button") ?? []) button.onclick = () => say(button.dataset.confidence);
  return group;
}

/** What a record keeps of it: the level, and the score of the answer that it was said of. */
export const confidenceOf = ({ confidence, firstScore }) =>
  (LEVELS.includes(confidence) && Number.isFinite(firstScore) ? { confidence, firstScore } : {});

/** Of the answers given at each level, how many there are, and how many of them were right. */
export function calibration(records) {
  const kept = records.map(confidenceOf);
  return LEVELS.map((level) => {
    const scores = kept.filter(({ confidence }) => confidence === level).map(({ firstScore }) => firstScore);
    return { level, given: scores.length, right: scores.filter((score) => score === 1).length };
  });
}
