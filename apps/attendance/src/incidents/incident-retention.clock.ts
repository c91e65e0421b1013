import { Every } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import { IncidentStore } from './incident.store.js';

/** Deletes incidents with their pictures some time after they were decided. */
@Injectable()
export class IncidentRetention {
  constructor(
    private readonly incidents: IncidentStore,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
  ) {}

  @Every(3_600_000, 'delete old incidents')
  async sweep(): Promise<void> {
    await this.incidents.deleteDecidedBefore(this.settings.ATTENDANCE_INCIDENT_DAYS);
  }
}
