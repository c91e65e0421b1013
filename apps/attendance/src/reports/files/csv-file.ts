import { BYTE_ORDER_MARK, csvLine } from '../../csv-line.js';
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

/** A line for each person. Times and everything else about the report stand in the name of the file. */
export const csvFile: FileMaker = ({ content }) => {
  const lines = content.people.map((person) => csvLine(columns.map(([, of]) => of(person))));
  return Buffer.from(BYTE_ORDER_MARK + csvLine(columns.map(([name]) => name)) + lines.join(''));
};
