import { DAY_MS } from '@argus/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { type EquipmentSettings, equipmentSettings } from '../equipment.settings.js';
import { RetentionStore } from './retention.store.js';

/** Deletes what is older than the alarm log is kept; open alarms stay. */
@Injectable()
export class AlarmRetention {
  constructor(
    private readonly store: RetentionStore,
    @Inject(equipmentSettings.token) private readonly settings: EquipmentSettings,
  ) {}

  async run(nowMs = Date.now()): Promise<void> {
    const {
      EQUIPMENT_ALARM_RETENTION_DAYS: days,
      EQUIPMENT_ALERT_RETENTION_DAYS: alertDays,
      EQUIPMENT_LATENESS_SECONDS: latenessS,
    } = this.settings;
    const oldest = new Date(nowMs - days * DAY_MS);
    await this.store.deleteBreachesBefore(oldest, latenessS);
    await this.store.deleteAlarmEventsBefore(oldest);
    await this.store.deleteAlarmsBefore(oldest);
    if (alertDays === undefined) return;
    await this.store.deleteAlertsBefore(new Date(nowMs - alertDays * DAY_MS));
  }
}
