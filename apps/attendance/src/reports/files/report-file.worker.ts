import type { MessagePort } from 'node:worker_threads';
import type { ReportFileFormat } from '@argus/contracts';
import type { NamedReport } from '../content/report-content.js';
import type { FileMaker } from './report-file.js';

export interface FileTask {
  readonly format: ReportFileFormat;
  readonly report: NamedReport;
  /** Gets shares of the work that is done, 0 to 1. */
  readonly progress: MessagePort;
}

/* Each library is loaded where it is used: together they take 40 MB. */
const makers: Readonly<Record<ReportFileFormat, () => Promise<FileMaker>>> = {
  csv: async () => (await import('./csv-file.js')).csvFile,
  excel: async () => (await import('./excel-file.js')).excelFile,
  pdf: async () => (await import('./pdf-file.js')).pdfFile,
};

/* Entry of a worker thread: piscina calls the default export with each task. */
export default async ({ format, report, progress }: FileTask): Promise<Uint8Array> => {
  const make = await makers[format]();
  return make(report, (share) => progress.postMessage(share));
};
