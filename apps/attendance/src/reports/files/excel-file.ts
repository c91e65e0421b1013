import { buffer } from 'node:stream/consumers';
import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import exceljs from 'exceljs';
import { withoutTimes } from './equal-zip.js';
import { explanationOf, type FileMaker, filterLines, momentOf, type Progress } from './report-file.js';
import type { NamedReport, ReportedPerson } from '../content/report-content.js';

type Sheet = exceljs.Worksheet;

/* The writer keeps rows until the event loop turns. */
const ROWS_AT_ONCE = 1000;
const HEAD_FILL: exceljs.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FF1F4E79' } };
const RATE = '0%';
const FACE = { name: 'Arial', family: 2 } as const;
/* The library makes no charts; bars of characters are shown everywhere. */
const BAR_CHARACTERS = 40;

/**
 * Three sheets: totals with departments, people, days. Texts are shared strings, so that none is ever read as a formula. Rows are written
 * as they come, which keeps memory small.
 */
export const excelFile: FileMaker = async (report, progress) => {
  const stream = new PassThrough();
  const bytes = buffer(stream);
  const moment = momentOf(report);
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({
    stream,
    useStyles: true,
    useSharedStrings: true,
  });
  Object.assign(workbook, { creator: 'Argus', lastModifiedBy: 'Argus', created: moment, modified: moment });
  writeSummary(sheetOf(workbook, 'Summary', [34, 16, 16, 22]), report);
  await writePeople(
    sheetOf(workbook, 'People', [16, 34, 28, 14, 14, 12, 16], true),
    report.content.people,
    progress,
  );
  writeDays(sheetOf(workbook, 'Days', [14, 16, 14, 46]), report);
  await workbook.commit();
  return withoutTimes(await bytes);
};

function sheetOf(
  workbook: exceljs.stream.xlsx.WorkbookWriter,
  name: string,
  widths: readonly number[],
  isWide = false,
): Sheet {
  const sheet = workbook.addWorksheet(name, {
    views: isWide ? [{ state: 'frozen', ySplit: 1 }] : [],
    pageSetup: {
      paperSize: 9,
      orientation: isWide ? 'landscape' : 'portrait',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      ...(isWide && { printTitlesRow: '1:1' }),
    },
    headerFooter: { oddFooter: '&L&A&RPage &P of &N' },
  });
  sheet.columns = widths.map((width) => ({ width }));
  return sheet;
}

function writeSummary(sheet: Sheet, report: NamedReport): void {
  const { reportId, generatedAt, content } = report;
  const { scope, departments } = content;
  sheet.addRow(['Attendance report']).font = { ...FACE, bold: true, size: 16 };
  const facts: readonly (readonly [string, string | number | null, string?])[] = [
    ['Report', reportId],
    ['Generated', generatedAt],
    ['From', scope.first],
    ['To', scope.last],
    ['Time zone', scope.timeZone],
    ...filterLines(scope).map((line) => ['Filter', line] as const),
    ['People', content.totalPeople],
    ['Never attended', content.neverAttended],
    ['Working days', content.workingDays],
    ['Attendance rate', content.rate, RATE],
    ['Present on a working day', content.averagePresent],
  ];
  for (const [name, value, format] of facts) {
    const row = sheet.addRow([name, value]);
    row.getCell(1).font = { ...FACE, bold: true };
    row.getCell(2).alignment = { horizontal: 'left' };
    if (format) row.getCell(2).numFmt = format;
  }
  sheet.addRow([]);
  const head = headRow(sheet, ['Department', 'People', 'Rate', 'Present on average']);
  for (const { name, people, rate, averagePresent } of departments)
    sheet.addRow([name, people, rate, averagePresent]).getCell(3).numFmt = RATE;
  if (departments.length > 0) colourRates(sheet, `C${head + 1}:C${head + departments.length}`);
  sheet.addRow([]);
  sheet.addRow([explanationOf(report)]).font = { ...FACE, italic: true, size: 9 };
  sheet.addRow([]);
  for (const name of ['Checked by', 'Date', 'Signature']) {
    const row = sheet.addRow([name, '']);
    row.height = 26;
    row.getCell(2).border = { bottom: { style: 'thin' } };
  }
  sheet.commit();
}

async function writePeople(
  sheet: Sheet,
  people: readonly ReportedPerson[],
  progress: Progress,
): Promise<void> {
  headRow(sheet, ['Employee', 'Name', 'Department', 'Working days', 'Attended', 'Rate', 'Average arrival']);
  for (const [index, person] of people.entries()) {
    const { employeeId, name, department, workingDays, attendedDays, rate, arrival } = person;
    const row = sheet.addRow([employeeId, name, department, workingDays, attendedDays, rate, arrival]);
    row.getCell(6).numFmt = RATE;
    row.commit();
    if (index % ROWS_AT_ONCE < ROWS_AT_ONCE - 1) continue;
    progress(index / people.length);
    await setImmediate();
  }
  sheet.autoFilter = { from: 'A1', to: 'G1' };
  if (people.length > 0) colourRates(sheet, `F2:F${people.length + 1}`);
  sheet.commit();
}

function writeDays(sheet: Sheet, { content }: NamedReport): void {
  headRow(sheet, ['Day', 'People present', 'Working day', 'Chart']);
  const most = Math.max(1, ...content.days.map(({ present }) => present));
  for (const { day, present, isWorkingDay } of content.days) {
    const bar = '█'.repeat(Math.round((present / most) * BAR_CHARACTERS));
    const row = sheet.addRow([day, present, isWorkingDay ? 'yes' : 'no', bar]);
    row.getCell(4).font = { color: { argb: isWorkingDay ? 'FF2E75B6' : 'FFC9D3DE' } };
    row.commit();
  }
  sheet.commit();
}

/** Returns the number of the row. */
function headRow(sheet: Sheet, names: readonly string[]): number {
  const row = sheet.addRow([...names]);
  row.eachCell((cell) => {
    cell.font = { ...FACE, bold: true, color: { argb: 'FFFFFFFF' } };
    cell.fill = HEAD_FILL;
  });
  row.commit();
  return row.number;
}

/** Colours rates from pale to blue. */
function colourRates(sheet: Sheet, ref: string): void {
  const rule: exceljs.ConditionalFormattingRule = {
    type: 'colorScale',
    priority: 1,
    cfvo: [
      { type: 'num', value: 0 },
      { type: 'num', value: 1 },
    ],
    color: [{ argb: 'FFFFFFFF' }, { argb: 'FF9DC3E6' }],
  };
  sheet.addConditionalFormatting({ ref, rules: [rule] });
}
