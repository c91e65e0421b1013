import { buffer } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import type { NamedReport } from '../content/report-content.js';
import { pagesOf } from './pdf-pages.js';
import { PdfReport } from './pdf-report.js';
import { MARGIN, PAGE_HEIGHT } from './pdf-layout.js';
import { type FileMaker, momentOf } from './report-file.js';

const FOOT_HEIGHT = 24;
const PAGES_PER_STEP = 10;

/** A4 pages: title, filters, totals, chart, a table per department, signature line. */
export const pdfFile: FileMaker = async (report, progress) => {
  const moment = momentOf(report);
  /* The id of the file is made of these, so they come from the report. */
  const document = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    info: infoOf(report, moment),
    lang: 'en',
  });
  const bytes = buffer(document);
  const drawing = new PdfReport(document, report);
  const pages = pagesOf(drawing.blocks(), PAGE_HEIGHT - 2 * MARGIN - FOOT_HEIGHT);
  for (const [index, blocks] of pages.entries()) {
    document.addPage();
    let top = MARGIN;
    for (const block of blocks) {
      block.draw(top);
      top += block.height;
    }
    drawing.foot(PAGE_HEIGHT - MARGIN - FOOT_HEIGHT / 2, index + 1, pages.length);
    if (index % PAGES_PER_STEP === PAGES_PER_STEP - 1) progress(index / pages.length);
    /* What was drawn is compressed when the event loop turns; until then it stays in memory. */
    await setImmediate();
  }
  document.end();
  return bytes;
};

const infoOf = ({ reportId, content }: NamedReport, moment: Date) => ({
  Title: `Attendance report ${reportId}, ${content.scope.first} to ${content.scope.last}`,
  Creator: 'Argus',
  Producer: 'Argus',
  CreationDate: moment,
  ModDate: moment,
});
