import type { ReportFileFormat } from '@argus/contracts';
import { Database, deleteRows } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ReportScope } from '../content/report-content.js';
import { ReportJob } from './report-job.entity.js';

export type NewReportJob = Pick<ReportJob, 'id' | 'requestedBy' | 'format' | 'scope' | 'questionDigest'>;

export interface BegunReport {
  readonly format: ReportFileFormat;
  readonly scope: ReportScope;
}

@Injectable()
export class ReportJobStore {
  constructor(private readonly database: Database) {}

  find(id: string): Promise<ReportJob | null> {
    return this.database.entities((manager) => manager.findOneBy(ReportJob, { id }));
  }

  /** Adds a job, unless the account has one for the same question that has not ended. Returns whether it did. */
  async insert(tx: EntityManager, job: NewReportJob): Promise<boolean> {
    const added = await this.database.preparedIn(
      tx,
      'report-job added',
      `INSERT INTO report_job (id, requested_by, format, scope, question_digest) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT DO NOTHING RETURNING id`,
      [job.id, job.requestedBy, job.format, JSON.stringify(job.scope), job.questionDigest],
    );
    return added.length > 0;
  }

  unfinished({ requestedBy, questionDigest }: Pick<ReportJob, 'requestedBy' | 'questionDigest'>) {
    return this.database.entities((manager) =>
      manager
        .createQueryBuilder(ReportJob, 'job')
        .where('requested_by = :requestedBy AND question_digest = :questionDigest', {
          requestedBy,
          questionDigest,
        })
        .orderBy('requested_at', 'DESC')
        .limit(1)
        .getOne(),
    );
  }

  /** Returns how many jobs and files are kept, and how many of them are the account's. */
  async kept(
    tx: EntityManager,
    requestedBy: number,
  ): Promise<{ readonly all: number; readonly own: number }> {
    const [row] = await this.database.preparedIn<{ all: number; own: number }>(
      tx,
      'report-job kept',
      `SELECT count(*)::int AS "all", count(*) FILTER (WHERE requested_by = $1)::int AS own FROM report_job WHERE error_code IS NULL`,
      [requestedBy],
    );
    return row!;
  }

  /** Marks the job as begun, again after a failed attempt. Returns undefined if it has ended. */
  async begin(id: string): Promise<BegunReport | undefined> {
    const [begun] = await this.database.prepared<BegunReport>(
      'report-job begun',
      `UPDATE report_job SET started_at = clock_timestamp(), progress = 0
        WHERE id = $1 AND ended_at IS NULL RETURNING format, scope`,
      [id],
    );
    return begun;
  }

  async advance(id: string, progress: number): Promise<void> {
    await this.database.prepared(
      'report-job advanced',
      'UPDATE report_job SET progress = $2 WHERE id = $1 AND ended_at IS NULL',
      [id, progress],
    );
  }

  async complete(id: string, reportId: string, fileSealed: Uint8Array): Promise<void> {
    await this.database.prepared(
      'report-job completed',
      `UPDATE report_job SET ended_at = clock_timestamp(), progress = 1, report_id = $2, file_sealed = $3
        WHERE id = $1 AND ended_at IS NULL`,
      [id, reportId, fileSealed],
    );
  }

  async fail(id: string, errorCode: string): Promise<void> {
    await this.database.prepared(
      'report-job failed',
      `UPDATE report_job SET ended_at = clock_timestamp(), error_code = $2 WHERE id = $1 AND ended_at IS NULL`,
      [id, errorCode],
    );
  }

  async file(id: string): Promise<Uint8Array | undefined> {
    const [row] = await this.database.prepared<{ file: Uint8Array }>(
      'report-job file',
      'SELECT file_sealed AS file FROM report_job WHERE id = $1 AND file_sealed IS NOT NULL',
      [id],
    );
    return row?.file;
  }

  deleteOlderThan(hours: number): Promise<void> {
    return deleteRows(
      this.database,
      'report_job',
      'requested_at < now() - make_interval(hours => $1)',
      hours,
    );
  }
}
