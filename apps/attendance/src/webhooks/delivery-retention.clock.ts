import { Every } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import { DeliveryStore } from './delivery.store.js';

/** Deletes old deliveries: they name people. */
@Injectable()
export class DeliveryRetention {
  constructor(
    private readonly deliveries: DeliveryStore,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
  ) {}

  @Every(3_600_000, 'delete old webhook deliveries')
  async sweep(): Promise<void> {
    await this.deliveries.deleteOlderThan(this.settings.WEBHOOK_DELIVERY_DAYS);
  }
}
