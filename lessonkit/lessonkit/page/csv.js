import { saveFile } from "./save.js";

/** Rows of texts and numbers as comma-separated values (RFC 4180); what is no number is blank. */
export function csvOf(rows) {
  const cell = (value) => {
    const text = Number.isNaN(value) ? "" : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => `${row.map(cell).join()}\r\n`).join("");
}

/** Let the reader save comma-separated values as a file. */
export function download(name, text) {
  // Without the byte-order mark spreadsheets take UTF-8 for another encoding.
  saveFile(name, ["\ufeff", text], "text/csv");
}
