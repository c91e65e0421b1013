import type { ReportFileFormat } from '@argus/contracts';
import type { NamedReport, ReportContent } from '../content/report-content.js';

/** Told how much of the work is done, 0 to 1. */
export type Progress = (share: number) => void;

/** Makes a file. The same report gives the same bytes. */
export type FileMaker = (report: NamedReport, progress: Progress) => Uint8Array | Promise<Uint8Array>;

const extensions: Readonly<Record<ReportFileFormat, string>> = { csv: 'csv', pdf: 'pdf', excel: 'xlsx' };

export const filenameOf = (
  reportId: string,
  { first, last }: Pick<ReportContent['scope'], 'first' | 'last'>,
  format: ReportFileFormat,
): string => `${reportId}_${first}_${last}.${extensions[format]}`;

/** Returns the filters of a report in words, one line each. */
export function filterLines({ department, employeeIds, own }: ReportContent['scope']): string[] {
  const lines: string[] = [];
  if (department !== null) lines.push(`Department: ${department}`);
  if (employeeIds !== null) lines.push(`Employees: ${employeeIds.join(', ')}`);
  if (own !== null) lines.push('Own attendance only');
  return lines.length > 0 ? lines : ['Everybody'];
}

/** Returns the moment of a report for the heads of files, which take no text. */
export const momentOf = ({ generatedAt }: NamedReport): Date => new Date(generatedAt);

const MONDAY_TO_FRIDAY =
  'attended working days (Monday to Friday) as a share of all, for each person from the first attendance on. ' +
  'People who never attended count in no rate.';
const SHIFTS =
  'days attended as a share of those on which the person had a shift that neither a holiday nor leave made free.';

const explanations: Readonly<Record<NamedReport['content']['calendar'], string>> = {
  monday_to_friday: `Rate: ${MONDAY_TO_FRIDAY}`,
  shifts: `Rate: ${SHIFTS}`,
  shifts_or_monday_to_friday: `Rate of who has shifts: ${SHIFTS} Rate of others: ${MONDAY_TO_FRIDAY}`,
};

/** Says what the figures mean; stands in every file. */
export const explanationOf = ({ content: { calendar } }: NamedReport): string => explanations[calendar];

export const percent = (rate: number | null): string => (rate === null ? '–' : `${Math.round(rate * 100)} %`);
