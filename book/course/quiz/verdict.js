export function paragraph(text, lead) {
  const element = document.createElement("p");
  if (lead) element.appendChild(document.createElement("strong")).textContent = lead;
  element.append(lead ? ` ${text}` : text);
  return element;
}

/** Show in a question's form what an item type says of a response; without a verdict, nothing. */
export function showVerdict(form, verdict) {
  const feedback = form.querySelector(".quiz-feedback");
  feedback.replaceChildren();
  for (const row of form.querySelectorAll("li")) delete row.dataset.tone;
  if (!verdict) return;
  const title = paragraph(verdict.title);
  title.dataset.tone = verdict.tone;
  feedback.append(title, ...verdict.notes.filter(({ text }) => text).map(({ text, lead }) => paragraph(text, lead)));
  for (const { place, tone } of verdict.notes) {
    if (tone) form.querySelector(`li[data-place="${place}"]`).dataset.tone = tone;
  }
}
