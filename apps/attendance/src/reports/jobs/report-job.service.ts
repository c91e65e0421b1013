import {
  type CallContext,
  callerOf,
  DomainError,
  Instant,
  instant,
  isUuid,
  reportMediaTypes,
  type ReportFileFormat,
  type ReportJobView,
  type StreamPiece,
} from '@argus/contracts';
import { Database, Jobs, Sealer } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { attendanceSettings, type AttendanceSettings } from '../../attendance.settings.js';
import { reportQueue } from '../../queues.js';
import type { ReportScope } from '../content/report-content.js';
import { filenameOf } from '../files/report-file.js';
import type { ReportJob } from './report-job.entity.js';
import { ReportJobStore } from './report-job.store.js';

const HOUR_MS = 3_600_000;
/** Of all files that are kept, one account that is no administrator has a twentieth: nobody takes the place of all others. */
const SHARE = 20;
const MIN_FILES_OF_ACCOUNT = 2;

/** The place that a sealed file is bound to. */
export const reportPlace = (id: string): string => `report-job/${id}`;

/** Takes questions whose answers are made in the background, and hands out what was made. */
@Injectable()
export class ReportJobService {
  constructor(
    private readonly database: Database,
    private readonly store: ReportJobStore,
    private readonly jobs: Jobs,
    private readonly sealer: Sealer,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
  ) {}

  /**
   * Returns the job that makes the file: a new one, or the one that is at it already.
   * @throws DomainError QUEUE_FULL
   */
  async start(format: ReportFileFormat, scope: ReportScope, context: CallContext): Promise<ReportJobView> {
    const { accountId: requestedBy, role } = callerOf(context);
    const most = this.settings.REPORT_MAX_FILES;
    const mostOfAccount = role === 'admin' ? most : Math.max(MIN_FILES_OF_ACCOUNT, Math.floor(most / SHARE));
    const questionDigest = createHash('sha256').update(JSON.stringify({ format, scope })).digest();
    const job = { id: randomUUID(), requestedBy, format, scope, questionDigest };
    await this.database.transaction(async (tx) => {
      if (!(await this.store.insert(tx, job))) return;
      const { all, own } = await this.store.kept(tx, requestedBy);
      if (all > most || own > mostOfAccount) throw new DomainError('QUEUE_FULL', { retryAfterSeconds: 60 });
      await this.jobs.send(tx, reportQueue, { jobId: job.id });
    });
    return this.viewOf((await this.store.unfinished(job))!);
  }

  /** @throws DomainError REPORT_JOB_NOT_FOUND */
  async get(id: string, context: CallContext): Promise<ReportJobView> {
    return this.viewOf(await this.find(id, context));
  }

  /** @throws DomainError REPORT_JOB_NOT_FOUND, REPORT_NOT_READY */
  async file(id: string, context: CallContext): Promise<StreamPiece> {
    const { format, reportId, scope } = await this.find(id, context);
    const sealed = await this.store.file(id);
    if (!sealed) throw new DomainError('REPORT_NOT_READY');
    return {
      bytes: this.sealer.open(sealed, reportPlace(id)),
      media_type: reportMediaTypes[format],
      filename: filenameOf(reportId!, scope, format),
    };
  }

  private async find(id: string, context: CallContext): Promise<ReportJob> {
    const { accountId, role } = callerOf(context);
    const job = isUuid(id) ? await this.store.find(id) : null;
    if (!job || (job.requestedBy !== accountId && role !== 'admin'))
      throw new DomainError('REPORT_JOB_NOT_FOUND');
    return job;
  }

  private viewOf({ id, format, reportId, errorCode, ...job }: ReportJob): ReportJobView {
    const status_url = `/api/v1/reports/attendance/jobs/${id}/`;
    const ended = errorCode === null ? ('completed' as const) : ('failed' as const);
    const running = job.startedAt === null ? ('queued' as const) : ('processing' as const);
    const status = job.endedAt === null ? running : ended;
    return {
      job_id: id,
      status,
      progress: Math.round(job.progress * 100) / 100,
      format,
      report_id: reportId,
      error_code: errorCode,
      requested_at: instant(job.requestedAt),
      expires_at: instant(Instant.ofMs(Number(job.requestedAt) + this.settings.REPORT_FILE_HOURS * HOUR_MS)),
      status_url,
      download_url: status === 'completed' ? `${status_url}file/` : null,
    };
  }
}
