import { MessageChannel } from 'node:worker_threads';
import type { ReportFileFormat } from '@argus/contracts';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import type { NamedReport } from '../content/report-content.js';
import type { FileTask } from './report-file.worker.js';

/* An idle thread costs memory; starting one costs some tenths of a second. */
const IDLE_MS = 1000;
/** A report that needs more fails, and the service lives on. */
const MAX_HEAP_MIB = 192;
/* New objects of one thread, as of a service (ADR 20). */
const MAX_NEW_MIB = 16;

/** Makes files on a thread of their own: seconds of work would stall every other request. */
@Injectable()
export class ReportFiles implements OnApplicationShutdown {
  private readonly thread = new Piscina<FileTask, Uint8Array>({
    filename: new URL('./report-file.worker.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE_MS,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB, maxYoungGenerationSizeMb: MAX_NEW_MIB },
  });

  /** `done` gets shares of the work, 0 to 1, one after another. */
  async make(
    format: ReportFileFormat,
    report: NamedReport,
    done: (share: number) => Promise<void> | void = () => undefined,
  ): Promise<Uint8Array> {
    const { port1: told, port2: progress } = new MessageChannel();
    let last: Promise<void> = Promise.resolve();
    told.on('message', (share: number) => {
      last = last.then(() => done(share)).catch(() => undefined);
    });
    try {
      return await this.thread.run({ format, report, progress }, { transferList: [progress] });
    } finally {
      told.close();
      await last;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.thread.destroy();
  }
}
