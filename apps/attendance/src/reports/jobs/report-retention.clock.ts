import { Every } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { type AttendanceSettings, attendanceSettings } from '../../attendance.settings.js';
import { ReportJobStore } from './report-job.store.js';

/** Destroys files that were made in the background: they name people. */
@Injectable()
export class ReportRetention {
  constructor(
    private readonly jobs: ReportJobStore,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
  ) {}

  @Every(600_000, 'destroy old report files')
  sweep(): Promise<void> {
    return this.jobs.deleteOlderThan(this.settings.REPORT_FILE_HOURS);
  }
}
