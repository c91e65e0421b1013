import {
  attendanceReportContract,
  type CallContext,
  type ReportJobPath,
  type ReportJobView,
  type AttendanceReportQuery,
  type StreamPiece,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { AttendanceReportService } from './attendance-report.service.js';
import { ReportJobService } from './jobs/report-job.service.js';

@Controller()
@Handles(attendanceReportContract)
export class AttendanceReportController {
  constructor(
    private readonly reports: AttendanceReportService,
    private readonly jobs: ReportJobService,
  ) {}

  report({ query }: { query: AttendanceReportQuery }, context: CallContext): Promise<StreamPiece> {
    return this.reports.answer(query, context);
  }

  job({ params }: { params: ReportJobPath }, context: CallContext): Promise<ReportJobView> {
    return this.jobs.get(params.job_id, context);
  }

  file({ params }: { params: ReportJobPath }, context: CallContext): Promise<StreamPiece> {
    return this.jobs.file(params.job_id, context);
  }
}
