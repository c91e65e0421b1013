import type PDFDocument from 'pdfkit';
import type { NamedReport, ReportedPerson } from '../content/report-content.js';
import { dayChart } from './pdf-chart.js';
import {
  type Column,
  colors,
  CONTENT_WIDTH,
  departmentColumns,
  MARGIN,
  peopleColumns,
} from './pdf-layout.js';
import type { Block } from './pdf-pages.js';
import { PdfText, type TextStyle } from './pdf-text.js';
import { explanationOf, filterLines, percent } from './report-file.js';

/** A document of more would take minutes and hundreds of megabytes (docs/topics/reports.md). */
const MAX_LISTED_PEOPLE = 10_000;
const ROW = 14;

/** What a report looks like on paper, block by block. */
export class PdfReport {
  private readonly text: PdfText;

  constructor(
    private readonly document: InstanceType<typeof PDFDocument>,
    private readonly report: NamedReport,
  ) {
    this.text = new PdfText(document);
  }

  blocks(): Block[] {
    const { content } = this.report;
    const isListed = content.people.length <= MAX_LISTED_PEOPLE;
    return [
      ...this.title(),
      this.totals(),
      ...(content.days.length > 1 ? [dayChart(this.document, this.text, content.days)] : []),
      ...this.table('Departments', departmentColumns, this.departmentRows()),
      ...(isListed
        ? [...Map.groupBy(content.people, ({ department }) => department)].flatMap(([name, people]) =>
            this.table(name, peopleColumns, people.map(rowOf)),
          )
        : [this.line(`The ${content.people.length} people are listed in the Excel and CSV files.`)]),
      ...this.ending(),
    ];
  }

  foot(y: number, page: number, pages: number): void {
    const style: TextStyle = { size: 8, color: colors.grey };
    const half = CONTENT_WIDTH / 2;
    const { reportId, generatedAt } = this.report;
    this.text.write(`${reportId} · generated ${generatedAt}`, { x: MARGIN, y, width: half }, style);
    this.text.write(`Page ${page} of ${pages}`, { x: MARGIN + half, y, width: half, align: 'right' }, style);
  }

  private title(): Block[] {
    const { scope } = this.report.content;
    const subtitle = `${scope.first} to ${scope.last} · ${scope.period} · ${scope.timeZone}`;
    return [
      this.line('Attendance report', { size: 20, isBold: true, color: colors.dark }, 28),
      this.line(subtitle, { size: 11 }, 18),
      ...filterLines(scope).map((line) => this.line(line, { size: 9, color: colors.grey }, 13)),
    ];
  }

  private totals(): Block {
    const { totalPeople, neverAttended, rate, averagePresent, workingDays } = this.report.content;
    const figures: readonly (readonly [string, string])[] = [
      ['People', String(totalPeople)],
      ['Attendance rate', percent(rate)],
      ['Present a day', averagePresent === null ? '–' : String(averagePresent)],
      ['Working days', String(workingDays)],
      ['Never attended', String(neverAttended)],
    ];
    const width = CONTENT_WIDTH / figures.length;
    return {
      height: 62,
      draw: (top) => {
        for (const [index, [name, value]] of figures.entries()) {
          const x = MARGIN + index * width;
          this.document.rect(x, top + 8, width - 6, 44).fill(colors.pale);
          const inner = { x: x + 8, width: width - 22 };
          this.text.write(value, { ...inner, y: top + 14 }, { size: 15, isBold: true, color: colors.dark });
          this.text.write(name, { ...inner, y: top + 35 }, { size: 8, color: colors.grey });
        }
      },
    };
  }

  private departmentRows(): string[][] {
    return this.report.content.departments.map(({ name, people, rate, averagePresent }) => [
      name,
      String(people),
      percent(rate),
      averagePresent === null ? '–' : String(averagePresent),
    ]);
  }

  private table(title: string, columns: readonly Column[], rows: readonly (readonly string[])[]): Block[] {
    const head: Block = {
      height: ROW + 4,
      keepsWithNext: true,
      draw: (top) => {
        this.document.rect(MARGIN, top, CONTENT_WIDTH, ROW + 1).fill(colors.dark);
        const titles = columns.map((column) => column.title);
        this.cells(columns, titles, top + 2.5, { size: 8, isBold: true, color: '#ffffff' });
      },
    };
    const heading = this.line(title, { size: 12, isBold: true, color: colors.dark }, 30, 12);
    return [
      { ...heading, height: heading.height, keepsWithNext: true },
      head,
      ...rows.map((row) => ({
        height: ROW,
        head,
        draw: (top: number) => {
          this.cells(columns, row, top + 1, { size: 8.5 });
          const y = top + ROW - 1;
          this.document
            .moveTo(MARGIN, y)
            .lineTo(MARGIN + CONTENT_WIDTH, y)
            .lineWidth(0.4)
            .stroke(colors.line);
        },
      })),
    ];
  }

  private cells(columns: readonly Column[], row: readonly string[], y: number, style: TextStyle): void {
    let x = MARGIN;
    for (const [index, { share, align }] of columns.entries()) {
      const width = share * CONTENT_WIDTH;
      this.text.write(row[index]!, { x: x + 4, y, width: width - 8, ...(align && { align }) }, style);
      x += width;
    }
  }

  private ending(): Block[] {
    const small: TextStyle = { size: 8, color: colors.grey };
    const sentences = explanationOf(this.report).split(/(?<=\.) /);
    return [
      ...sentences.map((sentence, at) =>
        at === 0 ? this.line(sentence, small, 24, 12) : this.line(sentence, small, 12),
      ),
      {
        height: 70,
        draw: (top) => {
          const width = CONTENT_WIDTH / 3;
          for (const [index, name] of ['Checked by', 'Date', 'Signature'].entries()) {
            const x = MARGIN + index * width;
            const y = top + 46;
            this.document
              .moveTo(x, y)
              .lineTo(x + width - 18, y)
              .lineWidth(0.8)
              .stroke(colors.dark);
            this.text.write(name, { x, y: y + 4, width: width - 18 }, small);
          }
        },
      },
    ];
  }

  private line(text: string, style: TextStyle = { size: 9 }, height = ROW, offset = 0): Block {
    return {
      height,
      draw: (top) => this.text.write(text, { x: MARGIN, y: top + offset, width: CONTENT_WIDTH }, style),
    };
  }
}

const rowOf = ({ employeeId, name, attendedDays, workingDays, rate, arrival }: ReportedPerson): string[] => [
  employeeId,
  name,
  String(attendedDays),
  String(workingDays),
  percent(rate),
  arrival ?? '–',
];
