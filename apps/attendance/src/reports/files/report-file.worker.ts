import type { MessagePort } from 'node:worker_threads';
import type { ReportFileFormat } from '@argus/contracts';
import type { NamedReport } from '../content/report-content.js';
import { csvFile } from './csv-file.js';
import { excelFile } from './excel-file.js';
import { pdfFile } from './pdf-file.js';
import type { FileMaker } from './report-file.js';

export interface FileTask {
  readonly format: ReportFileFormat;
  readonly report: NamedReport;
  /** Gets shares of the work that is done, 0 to 1. */
  readonly progress: MessagePort;
}

const makers: Readonly<Record<ReportFileFormat, FileMaker>> = {
  csv: csvFile,
  excel: excelFile,
  pdf: pdfFile,
};

/* Entry of a worker thread: piscina calls the default export with each task. */
export default async ({ format, report, progress }: FileTask): Promise<Uint8Array> =>
  makers[format](report, (share) => progress.postMessage(share));
