/**
 * A link with a text; where there is nowhere to go, the text alone.
 *
 * @param {string} text
 * @param {string | URL} [href]
 */
export function linked(text, href) {
  const link = document.createElement(href ? "a" : "span");
  if (link instanceof HTMLAnchorElement) link.href = String(href);
  link.textContent = text;
  return link;
}
