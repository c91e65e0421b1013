import type {
  attendanceContract,
  AttendanceLogView,
  AttendanceSummary,
  CallContext,
  Handlers,
  LogQuery,
  MarkAttendance,
  Page,
  SummaryQuery,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { callerOf } from '../caller.js';
import { AttendanceLogService } from './attendance-log.service.js';
import { SummaryService } from './summary.service.js';

@Injectable()
export class AttendanceController implements Handlers<typeof attendanceContract> {
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
    return this.attendance.mark(body, callerOf(context));
  }
}
