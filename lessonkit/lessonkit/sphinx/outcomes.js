/** Outcomes of predictions, folded until the prediction frees them (`course:outcome`) or the reader asks. In the
 * head: folded before anything is painted, and only if this script is there to open them again. */
(() => {
  const root = document.documentElement;
  root.dataset.outcomes = "starting";
  // Asked now: Sphinx's script forgets it.
  const isFromSearch = localStorage.getItem("sphinx_highlight_terms") !== null;
  // Where the browser can, its search and its links open what they find in a folded part.
  const FOLDED = "onbeforematch" in root ? "until-found" : "";

  function outcome(box) {
    const lead = box.querySelector(".prediction-outcome-lead");
    const alsoAsked = lead.querySelector("span");
    const button = lead.querySelector("button");
    const body = box.querySelector(".prediction-outcome-body");
    let isFree = false;
    let isAsked = false;

    const show = () => {
      const isOpen = isFree || isAsked;
      lead.hidden = isFree;
      button.setAttribute("aria-expanded", String(isOpen));
      button.textContent = isOpen ? "Fold it again" : "Show it anyway";
      if (isOpen) body.removeAttribute("hidden");
      else body.setAttribute("hidden", FOLDED);
    };
    const ask = (wish) => {
      isAsked = wish;
      show();
    };
    button.addEventListener("click", () => ask(!isAsked));
    body.addEventListener("beforematch", () => ask(true));
    show();

    return {
      box,
      item: box.dataset.outcome,
      open: () => ask(true),
      free({ free, asksForRun }) {
        if (isFree && !free) isAsked = false;
        isFree = free;
        alsoAsked.textContent = asksForRun ? " and run the model" : "";
        show();
      },
    };
  }

  let outcomes;
  const all = () => { outcomes ??= [...document.querySelectorAll(".prediction-outcome")].map(outcome); return outcomes; };

  document.addEventListener("course:outcome", ({ detail }) => {
    for (const one of all()) if (one.item === detail.item) one.free(detail);
  });

  /** Open the outcome that the address leads into. */
  const arrive = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const found = target && all().find(({ box }) => box.contains(target));
    if (!found) return;
    found.open();
    target.scrollIntoView({ behavior: "instant" });
  };

  /** Open what a search of the site has found, if it has found nothing else on the page. */
  const showHits = () => {
    const hits = [...document.querySelectorAll("article .highlighted")];
    const within = all().filter(({ box }) => hits.some((hit) => box.contains(hit)));
    if (hits.length && hits.every((hit) => hit.closest(".prediction-outcome"))) for (const { open } of within) open();
  };

  addEventListener("DOMContentLoaded", () => {
    try {
      all();
    } finally {
      delete root.dataset.outcomes;
    }
    arrive();
    if (isFromSearch) {
      // Sphinx's script marks all hits at once, some time after the page is there.
      const marked = new MutationObserver(() => {
        if (!document.querySelector("article .highlighted")) return;
        marked.disconnect();
        showHits();
      });
      marked.observe(document.body, { childList: true, subtree: true });
    }
  });
  addEventListener("hashchange", arrive);
})();
