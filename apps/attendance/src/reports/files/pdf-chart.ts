import type PDFDocument from 'pdfkit';
import type { ReportedDay } from '../content/report-content.js';
import { colors, CONTENT_WIDTH, MARGIN } from './pdf-layout.js';
import type { Block } from './pdf-pages.js';
import type { PdfText } from './pdf-text.js';

const PLOT_HEIGHT = 90;
const LABEL_WIDTH = 36;

/** Bars of the people present on each day; days that are no working days are pale. */
export function dayChart(
  document: InstanceType<typeof PDFDocument>,
  text: PdfText,
  days: readonly ReportedDay[],
): Block {
  const most = Math.max(1, ...days.map(({ present }) => present));
  const [left, width] = [MARGIN + LABEL_WIDTH, CONTENT_WIDTH - LABEL_WIDTH];
  const each = width / days.length;
  return {
    height: PLOT_HEIGHT + 46,
    draw: (top) => {
      const small = { size: 8, color: colors.grey };
      text.write('People present by day', { x: MARGIN, y: top + 2, width }, small);
      const base = top + 18 + PLOT_HEIGHT;
      for (const [index, { present, isWorkingDay }] of days.entries()) {
        const height = (present / most) * PLOT_HEIGHT;
        const gap = Math.min(2, each * 0.2);
        document
          .rect(left + index * each, base - height, each - gap, height)
          .fill(isWorkingDay ? colors.bar : colors.line);
      }
      document
        .moveTo(left, base)
        .lineTo(left + width, base)
        .lineWidth(0.6)
        .stroke(colors.grey);
      const label = { x: MARGIN, width: LABEL_WIDTH - 6, align: 'right' as const };
      text.write(String(most), { ...label, y: base - PLOT_HEIGHT - 3 }, small);
      text.write('0', { ...label, y: base - 6 }, small);
      const below = { y: base + 4, width: width / 2 };
      text.write(days[0]!.day, { ...below, x: left }, small);
      text.write(days.at(-1)!.day, { ...below, x: left + width / 2, align: 'right' }, small);
    },
  };
}
