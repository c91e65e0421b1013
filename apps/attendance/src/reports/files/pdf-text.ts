import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type PDFDocument from 'pdfkit';
import { visualRuns } from './visual-runs.js';

export interface TextStyle {
  /** Points. */
  readonly size: number;
  readonly isBold?: boolean;
  readonly color?: string;
}

/** Where a text stands; what is wider than `width` is cut. Points from the upper left corner of the page. */
export interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly align?: 'left' | 'right';
}

const folder = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf');
/* One face covers Latin, Greek, Cyrillic, Arabic and Hebrew letters. Read once for a thread. */
const faces = {
  regular: readFileSync(join(folder, 'DejaVuSansCondensed.ttf')),
  bold: readFileSync(join(folder, 'DejaVuSansCondensed-Bold.ttf')),
};

/* Without this, pdfkit goes word by word and loses the blanks of scripts that run right to left. */
const WHOLE = { features: [], lineBreak: false } as const;
const AS_IT_IS = { lineBreak: false } as const;

/** Writes single lines of any script that the font covers into a document. */
export class PdfText {
  constructor(private readonly document: InstanceType<typeof PDFDocument>) {
    document.registerFont('regular', faces.regular);
    document.registerFont('bold', faces.bold);
  }

  write(text: string, { x, y, width, align = 'left' }: TextPlace, style: TextStyle): void {
    this.use(style);
    this.document.fillColor(style.color ?? '#1a1a1a');
    const shown = this.fitting(text, width);
    let left = align === 'right' ? x + width - this.widthOf(shown) : x;
    for (const run of visualRuns(shown)) {
      const options = run.isRightToLeft ? WHOLE : AS_IT_IS;
      this.document.text(run.text, left, y, options);
      left += this.document.widthOfString(run.text, options);
    }
  }

  private use({ size, isBold = false }: TextStyle): void {
    this.document.font(isBold ? 'bold' : 'regular').fontSize(size);
  }

  private widthOf(text: string): number {
    return visualRuns(text).reduce(
      (sum, run) => sum + this.document.widthOfString(run.text, run.isRightToLeft ? WHOLE : AS_IT_IS),
      0,
    );
  }

  /** Returns the longest beginning that fits, with an ellipsis if something is cut. */
  private fitting(text: string, width: number): string {
    if (this.widthOf(text) <= width) return text;
    const characters = [...text];
    let [fits, tooLong] = [0, characters.length];
    while (tooLong - fits > 1) {
      const middle = Math.floor((fits + tooLong) / 2);
      if (this.widthOf(`${characters.slice(0, middle).join('')}…`) <= width) fits = middle;
      else tooLong = middle;
    }
    return `${characters.slice(0, fits).join('')}…`;
  }
}
