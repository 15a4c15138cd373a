/**
 * Hand the reader a file.
 *
 * @param {string} name
 * @param {string[]} parts
 * @param {string} type
 */
export function saveFile(name, parts, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(parts, { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
