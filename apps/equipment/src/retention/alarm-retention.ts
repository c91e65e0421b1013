import { DAY_MS } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { type EquipmentSettings, equipmentSettings } from '../equipment.settings.js';
import { deleteInParts } from './delete-in-parts.store.js';

/*
 * A late reading causes a replay since a checkpoint, whose result is compared with the stored breaches since: a missing one
 * would rise again. So a breach may go only once a checkpoint after its end is older than readings may be late.
 */
const OVER = `recorded_at < $1 AND (withdrawn_at < $1 OR raised_at < $1 AND returned_at < $1 AND EXISTS (
  SELECT 1 FROM checkpoint c JOIN equipment_watch w ON w.equipment_id = c.equipment_id
   WHERE c.equipment_id = breach.equipment_id AND c.at >= breach.returned_at
     AND c.at < w.head_at - make_interval(secs => $2::int)))`;

/** Removes what is older than the log of alarms is kept; the alarms that are open stay. */
@Injectable()
export class AlarmRetention {
  constructor(
    private readonly database: Database,
    @Inject(equipmentSettings.token) private readonly settings: EquipmentSettings,
  ) {}

  async run(nowMs = Date.now()): Promise<void> {
    const {
      EQUIPMENT_ALARM_RETENTION_DAYS: days,
      EQUIPMENT_ALERT_RETENTION_DAYS: alertDays,
      EQUIPMENT_LATENESS_SECONDS: latenessS,
    } = this.settings;
    const oldest = new Date(nowMs - days * DAY_MS);
    await deleteInParts(this.database, 'breach', OVER, oldest, latenessS);
    await deleteInParts(this.database, 'alarm_event', 'recorded_at < $1', oldest);
    const closed = 'closed_at < $1 AND NOT EXISTS (SELECT 1 FROM breach WHERE breach.alarm_id = alarm.id)';
    await deleteInParts(this.database, 'alarm', closed, oldest);
    if (alertDays === undefined) return;
    const lasting =
      'breach.alert_id = alert.id AND breach.returned_at IS NULL AND breach.withdrawn_at IS NULL';
    const past = `raised_at < $1 AND NOT EXISTS (SELECT 1 FROM breach WHERE ${lasting})`;
    await deleteInParts(this.database, 'alert', past, new Date(nowMs - alertDays * DAY_MS));
  }
}
