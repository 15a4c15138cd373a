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
  const link = document.createElement("a");
  // Without the byte-order mark spreadsheets take UTF-8 for another encoding.
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}
