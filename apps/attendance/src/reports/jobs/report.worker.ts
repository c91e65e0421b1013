import { dateIn } from '@argus/calendar';
import { Instant } from '@argus/contracts';
import { type JobAttempt, Sealer } from '@argus/persistence';
import { type PlatformSettings, platformSettings, Works } from '@argus/service-kit';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { codeOf } from '../../faces/failure.js';
import { type ReportJobMessage, reportQueue } from '../../queues.js';
import { KnownReportStore } from '../content/known-report.store.js';
import { ReportContentService } from '../content/report-content.service.js';
import { ReportFiles } from '../files/report-files.service.js';
import { reportPlace } from './report-job.service.js';
import { ReportJobStore } from './report-job.store.js';

/* Reading is about half of the work. */
const READ_SHARE = 0.5;

/** Makes files in the background. */
@Injectable()
@Works(reportQueue)
export class ReportWorker {
  private readonly logger = new Logger(ReportWorker.name);

  constructor(
    private readonly store: ReportJobStore,
    private readonly contents: ReportContentService,
    private readonly known: KnownReportStore,
    private readonly files: ReportFiles,
    private readonly sealer: Sealer,
    @Inject(platformSettings.token) private readonly settings: PlatformSettings,
  ) {}

  async run({ jobId }: ReportJobMessage, { lastAttempt }: Pick<JobAttempt, 'lastAttempt'>): Promise<void> {
    try {
      await this.make(jobId);
    } catch (error) {
      if (!lastAttempt) throw error;
      this.logger.warn(`Report ${jobId} failed`, error);
      await this.store.fail(jobId, codeOf(error));
    }
  }

  private async make(jobId: string): Promise<void> {
    const begun = await this.store.begin(jobId);
    if (!begun) return;
    const advance = (share: number) => this.store.advance(jobId, share);
    const content = await this.contents.content(begun.scope, (share) => advance(share * READ_SHARE));
    const report = await this.known.name(content, dateIn(this.settings.SITE_TIME_ZONE, Instant.now()));
    const file = await this.files.make(begun.format, report, (share) =>
      advance(READ_SHARE + share * (1 - READ_SHARE)),
    );
    await this.store.complete(jobId, report.reportId, this.sealer.seal(file, reportPlace(jobId)));
  }
}
