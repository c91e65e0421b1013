/** Begins a file. Without it, spreadsheets take UTF-8 for the code page of their country. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** Returns a line after RFC 4180. */
export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(cellOf).join()}\r\n`;

/**
 * Returns a cell. Text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection), also behind blanks,
 * which some spreadsheets skip, and with the signs of East Asian keyboards.
 */
function cellOf(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const harmless = /^\s*[=+\-@\t\r＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
