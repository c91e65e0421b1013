import { dateIn } from '@argus/calendar';
import {
  type CallContext,
  Instant,
  type ReportFileFormat,
  reportMediaTypes,
  type AttendanceReportQuery,
  type StreamPiece,
} from '@argus/contracts';
import { type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import { KnownReportStore } from './content/known-report.store.js';
import type { NamedReport, ReportScope } from './content/report-content.js';
import { ReportContentService } from './content/report-content.service.js';
import { reportJson } from './content/report-json.js';
import { filenameOf } from './files/report-file.js';
import { ReportFiles } from './files/report-files.service.js';
import { ReportJobService } from './jobs/report-job.service.js';

/** Answers questions about attendance: at once where that is quick, else by a job. */
@Injectable()
export class AttendanceReportService {
  constructor(
    private readonly contents: ReportContentService,
    private readonly known: KnownReportStore,
    private readonly files: ReportFiles,
    private readonly jobs: ReportJobService,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
    @Inject(platformSettings.token) private readonly platform: PlatformSettings,
  ) {}

  /** @throws DomainError DATES_REVERSED, RANGE_TOO_LONG, TOO_MANY_EMPLOYEES, REPORT_TOO_LARGE, QUEUE_FULL */
  async answer(query: AttendanceReportQuery, context: CallContext): Promise<StreamPiece> {
    const scope = this.contents.scopeOf(query, context);
    const people = await this.contents.peopleIn(scope);
    const { format } = query;
    if (format === 'json') return jsonPiece(reportJson(await this.report(scope)));
    if (query.background || people > this.settings.REPORT_PEOPLE_AT_ONCE)
      return { ...jsonPiece(await this.jobs.start(format, scope, context)), status: 202 };
    return this.filePiece(format, await this.report(scope));
  }

  private async report(scope: ReportScope): Promise<NamedReport> {
    const content = await this.contents.content(scope);
    return this.known.name(content, dateIn(this.platform.SITE_TIME_ZONE, Instant.now()));
  }

  private async filePiece(format: ReportFileFormat, report: NamedReport): Promise<StreamPiece> {
    return {
      bytes: await this.files.make(format, report),
      media_type: reportMediaTypes[format],
      filename: filenameOf(report.reportId, report.content.scope, format),
    };
  }
}

const jsonPiece = (value: object): StreamPiece => ({
  bytes: Buffer.from(JSON.stringify(value)),
  media_type: reportMediaTypes.json,
});
