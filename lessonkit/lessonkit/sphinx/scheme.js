/** Light or dark is settled before anything is painted: the theme does it late, and the page would move. */
if (!["light", "dark"].includes(document.documentElement.dataset.theme)) {
  document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
