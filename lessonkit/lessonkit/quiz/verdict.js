import { linked } from "../page/links.js";

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

/** Where a page of the site is; undefined in a notebook, which has no pages to link to. */
export function siteAddress(page) {
  const root = document.documentElement.dataset.content_root;
  return root === undefined ? undefined : new URL(page, new URL(root, location.href));
}

/** The part of a page that an anchor names, or that a question stands in, with its heading. */
function partNamed(form, anchor) {
  const part = anchor ? document.getElementById(anchor) : form.closest("section[id]");
  const heading = part?.querySelector("h1, h2, h3, h4");
  const words = [...heading?.childNodes ?? []].filter((node) => !(node instanceof HTMLAnchorElement));
  return heading && { part, title: words.map(({ textContent }) => textContent).join("").trim() };
}

function whereFrom(form, part) {
  if (part.contains(form)) return "on this page";
  return form.compareDocumentPosition(part) & Node.DOCUMENT_POSITION_FOLLOWING ? "below" : "above";
}

/** Where a wrong answer leads: to the page that teaches it, or to a part of this page. In a notebook it is words alone. */
export function leadOn(form, { title, page }) {
  const there = siteAddress(page);
  const isHere = there?.pathname === location.pathname;
  const here = isHere && partNamed(form, there.hash.slice(1));
  if (isHere && !here) return;
  const place = paragraph("", `Look again${here ? `, ${whereFrom(form, here.part)}` : ""}:`);
  place.append(linked(here?.title ?? title, here ? `#${here.part.id}` : there?.href));
  form.querySelector(".quiz-feedback").append(place);
}

/** What keeps a question's controls from being read, each until its control is changed. */
export function problemsOf() {
  let standing = [];
  const set = (problems) => {
    for (const { at } of standing) at?.removeAttribute("aria-invalid");
    for (const { at } of problems) at?.setAttribute("aria-invalid", "true");
    standing = problems;
  };
  return {
    set,
    forget: (control) => set(standing.filter(({ at }) => at && at !== control)),
    verdict: () => standing.length && { tone: "note", title: standing.map(({ text }) => text).join(" "), notes: [] },
  };
}
