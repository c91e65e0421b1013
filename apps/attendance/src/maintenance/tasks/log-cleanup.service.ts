import { invalid, type MaintenanceParameters } from '@argus/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { attendanceSettings, type AttendanceSettings } from '../../attendance.settings.js';
import { AttendanceLogStore } from '../../logs/attendance-log.store.js';
import type { MaintenanceStep } from './maintenance-step.js';

/** Deletes old attendance. */
@Injectable()
export class LogCleanup implements MaintenanceStep {
  constructor(
    private readonly logs: AttendanceLogStore,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
  ) {}

  check(parameters: MaintenanceParameters): void {
    this.daysIn(parameters);
  }

  async run(parameters: MaintenanceParameters): Promise<string> {
    const days = this.daysIn(parameters);
    const deleted = await this.logs.countOlderThan(days);
    await this.logs.deleteOlderThan(days);
    return `${deleted} attendances older than ${days} days were deleted.`;
  }

  private daysIn({
    days_to_keep: days = this.settings.ATTENDANCE_LOG_RETENTION_DAYS,
  }: MaintenanceParameters): number {
    if (days === undefined)
      throw invalid('parameters', 'invalid', {
        text: 'Give days_to_keep: no time is set for which logs are kept.',
      });
    return days;
  }
}
