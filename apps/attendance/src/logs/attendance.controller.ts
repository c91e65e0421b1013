import {
  attendanceContract,
  type AttendanceLogView,
  type AttendanceSummary,
  type CallContext,
  callerOf,
  type LogQuery,
  type MarkAttendance,
  type Page,
  type SummaryQuery,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { AttendanceLogService } from './attendance-log.service.js';
import { SummaryService } from './summary.service.js';

@Controller()
@Handles(attendanceContract)
export class AttendanceController {
  constructor(
    private readonly attendance: AttendanceLogService,
    private readonly summaries: SummaryService,
  ) {}

  async logs({ query }: { query: LogQuery }, context: CallContext): Promise<Page<AttendanceLogView>> {
    return this.attendance.list(query, callerOf(context));
  }

  async summary({ query }: { query: SummaryQuery }): Promise<AttendanceSummary> {
    return this.summaries.summarise(query);
  }

  async mark({ body }: { body: MarkAttendance }, context: CallContext): Promise<AttendanceLogView> {
    return this.attendance.mark(body, context);
  }
}
