import { inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import exceljs from 'exceljs';
import type { NamedReport, ReportedPerson } from '../content/report-content.js';
import { csvFile } from './csv-file.js';
import { withoutTimes } from './equal-zip.js';
import { excelFile } from './excel-file.js';
import { pdfFile } from './pdf-file.js';
import { pagesOf } from './pdf-pages.js';

const names = [
  '=1+1',
  '+49 30',
  '-x',
  '@SUM(A1)',
  ' =1',
  '\t=1',
  '＝1',
  'Nguyễn "Hương", Thị',
  'محمد عبد الله',
  'דנה כהן',
];

export function reportOf(people: number): NamedReport {
  const listed = Array.from({ length: people }, (_, index): ReportedPerson => ({
    ...{ employeeId: `E${index}`, name: names[index % names.length]!, department: index % 2 ? 'B' : 'קסם' },
    ...{ workingDays: 20, attendedDays: index % 21, presentDays: index % 21, rate: 0.5, arrival: '08:45' },
  }));
  const scope = { period: 'monthly', first: '2026-02-01', last: '2026-02-28', timeZone: 'UTC' } as const;
  return {
    ...{ reportId: 'RPT_20260301_001', generatedAt: '2026-03-01T09:00:00Z' },
    content: {
      scope: { ...scope, department: '=B', employeeIds: null, own: null },
      ...{ calendar: 'monday_to_friday', workingDays: 20, totalPeople: people, neverAttended: 0 },
      ...{ rate: 0.5, averagePresent: people / 2, people: listed },
      departments: [{ name: 'B', people, rate: 0.5, averagePresent: 1 }],
      days: [
        { day: '2026-02-01', present: 1, isWorkingDay: false },
        { day: '2026-02-02', present: people, isWorkingDay: true },
      ],
    },
  };
}
const progress = () => undefined;

describe('files of a report', () => {
  it('CSV: a spreadsheet runs no cell, and every name can be read back', async () => {
    const [head, ...lines] = Buffer.from(await csvFile(reportOf(names.length), progress))
      .toString()
      .split('\r\n')
      .filter((line) => line !== '');
    expect(head).toBe(
      '\uFEFFemployee_id,name,department,working_days,attended_days,attendance_rate,average_arrival',
    );
    const shown = lines.map((line) => /^E\d+,(.*),(?:B|קסם),20,\d+,0.5,08:45$/.exec(line)![1]);
    expect(shown.slice(0, 7)).toEqual(names.slice(0, 7).map((name) => `'${name}`));
    expect(shown[7]).toBe('"Nguyễn ""Hương"", Thị"');
    expect(shown.slice(8)).toEqual(names.slice(8));
  });

  it('Excel: texts stay texts, figures are numbers, and another reader finds all of them', async () => {
    const bytes = await excelFile(reportOf(2500), progress);
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load(bytes as unknown as exceljs.Buffer);
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['Summary', 'People', 'Days']);
    const people = workbook.getWorksheet('People')!;
    expect(people.rowCount).toBe(2501);
    for (const [index, name] of names.entries()) {
      const cell = people.getRow(index + 2).getCell(2);
      expect([cell.type, cell.value]).toEqual([exceljs.ValueType.String, name]);
    }
    expect(people.getRow(2).getCell(6).value).toBe(0.5);
    const summary = workbook.getWorksheet('Summary')!.getSheetValues() as unknown[][];
    expect(summary).toContainEqual([undefined, 'Filter', 'Department: =B']);
    expect(summary).toContainEqual([undefined, 'People', 2500]);
  });

  it('PDF: every page says which of how many it is, and a table that goes on has its head again', async () => {
    const bytes = Buffer.from(await pdfFile(reportOf(300), progress));
    const pages = bytes.toString('latin1').match(/\/Type \/Page\b/g)!.length;
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pages).toBeGreaterThan(5);
    /* Streams are compressed. A page that begins with the head of a table fills it at the upper margin. */
    const heads = streamsOf(bytes).filter((stream) => stream.includes('\n42 42 511.28 15 re\n'));
    expect(heads.length).toBeGreaterThanOrEqual(pages - 1);
  });

  it.each([
    ['CSV', csvFile],
    ['Excel', excelFile],
    ['PDF', pdfFile],
  ] as const)(
    '%s: a report of nobody and one of many are the same bytes whenever they are made',
    async (_, make) => {
      for (const people of [0, 1, 300]) {
        const first = Buffer.from(await make(reportOf(people), progress));
        /* Times in archives have steps of two seconds: what follows from the clock would differ. */
        const former = Date.now;
        Date.now = () => former() + 3_600_000;
        try {
          expect(first.equals(Buffer.from(await make(reportOf(people), progress)))).toBe(true);
        } finally {
          Date.now = former;
        }
      }
    },
  );

  it('an archive that is none is refused', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(100), Buffer.from('PK')])
      expect(() => withoutTimes(bytes)).toThrow('Not a ZIP archive');
  });

  it('pages: nothing is lost, no page is overfull, no heading stands alone at the foot', () => {
    const head = { height: 5, draw: () => undefined };
    const heading = { height: 10, draw: () => undefined, keepsWithNext: true };
    const row = () => ({ height: 20, draw: () => undefined, head });
    const blocks = Array.from({ length: 60 }, (_, index) => (index % 7 === 0 ? { ...heading } : row()));
    const pages = pagesOf(blocks, 100);
    expect(pages.flat().filter((block) => block !== head)).toEqual(blocks);
    for (const page of pages) {
      expect(page.reduce((sum, { height }) => sum + height, 0)).toBeLessThanOrEqual(100);
      expect(page === pages.at(-1) || !page.at(-1)!.keepsWithNext).toBe(true);
    }
  });
});

function streamsOf(pdf: Buffer): string[] {
  const streams: string[] = [];
  for (let at = pdf.indexOf('\nstream\n'); at !== -1; at = pdf.indexOf('\nstream\n', at + 1)) {
    try {
      streams.push(inflateSync(pdf.subarray(at + 8)).toString('latin1'));
    } catch {
      /* Not compressed. */
    }
  }
  return streams;
}
