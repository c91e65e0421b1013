import { Every } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import { CheckInStore } from './check-in.store.js';

/** Forgets where people were. */
@Injectable()
export class CheckInRetention {
  constructor(
    private readonly checkIns: CheckInStore,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
  ) {}

  @Every(3_600_000, 'forget positions of check-ins')
  async sweep(): Promise<void> {
    const { ATTENDANCE_POSITION_DAYS, ATTENDANCE_LOG_RETENTION_DAYS } = this.settings;
    await this.checkIns.forgetPositions(ATTENDANCE_POSITION_DAYS);
    if (ATTENDANCE_LOG_RETENTION_DAYS !== undefined)
      await this.checkIns.deleteOlderThan(ATTENDANCE_LOG_RETENTION_DAYS);
  }
}
