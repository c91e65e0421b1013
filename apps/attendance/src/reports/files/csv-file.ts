import type { ReportedPerson } from '../content/report-content.js';
import type { FileMaker } from './report-file.js';

const columns: readonly (readonly [name: string, of: (person: ReportedPerson) => string | number | null])[] =
  [
    ['employee_id', ({ employeeId }) => employeeId],
    ['name', ({ name }) => name],
    ['department', ({ department }) => department],
    ['working_days', ({ workingDays }) => workingDays],
    ['attended_days', ({ attendedDays }) => attendedDays],
    ['attendance_rate', ({ rate }) => rate],
    ['average_arrival', ({ arrival }) => arrival],
  ];

/* Without it, spreadsheets take UTF-8 for the code page of their country. */
const BYTE_ORDER_MARK = '\uFEFF';

/** A line for each person. Times and everything else about the report stand in the name of the file. */
export const csvFile: FileMaker = ({ content }) => {
  const lines = content.people.map((person) => line(columns.map(([, of]) => of(person))));
  return Buffer.from(BYTE_ORDER_MARK + line(columns.map(([name]) => name)) + lines.join(''));
};

const line = (cells: readonly (string | number | null)[]): string => `${cells.map(cell).join()}\r\n`;

/**
 * Returns a cell after RFC 4180. Text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection), also
 * behind blanks, which some spreadsheets skip.
 */
function cell(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const harmless = /^\s*[=+\-@\t\r＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
