import { Every } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { type AttendanceSettings, attendanceSettings } from '../attendance.settings.js';
import { AttendanceLogStore } from './attendance-log.store.js';

/** Deletes attendance logs older than they are kept. */
@Injectable()
export class LogRetention {
  constructor(
    private readonly store: AttendanceLogStore,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
  ) {}

  @Every(3_600_000, 'delete old attendance logs')
  async sweep(): Promise<void> {
    const { ATTENDANCE_LOG_RETENTION_DAYS: days } = this.settings;
    if (days !== undefined) await this.store.deleteOlderThan(days);
  }
}
