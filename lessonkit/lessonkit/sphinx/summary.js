/** Part of a found page, around a word of the search, in whatever way it is written there. */
const CONTEXT = 120;

function summaryOf(html, terms, anchor) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const part of page.querySelectorAll(".headerlink, .prediction-outcome-lead, .page-terms, script, style, template")) part.remove();
  const found = page.getElementById(anchor.slice(1)) ?? page.querySelector("article");
  const text = found.textContent.replaceAll(/\s+/g, " ").trim();
  const at = [...text.matchAll(/[\p{L}\p{M}\p{N}_]+/gu)]
    .find(([word]) => [...terms].some((term) => folded(word).startsWith(term)))?.index ?? 0;
  const from = at > CONTEXT ? text.lastIndexOf(" ", at - CONTEXT) + 1 : 0;
  const to = from + 2 * CONTEXT < text.length ? text.lastIndexOf(" ", from + 2 * CONTEXT) : text.length;
  const summary = document.createElement("p");
  summary.className = "context";
  summary.textContent = `${from ? "… " : ""}${text.slice(from, to)}${to < text.length ? " …" : ""}`;
  return summary;
}

// Sphinx's own looks for the folded word in a text that is not, and finds the menu of downloads.
document.addEventListener("DOMContentLoaded", () => { Search.makeSearchSummary = summaryOf; });
// Browsers let no page from disk read another one.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
