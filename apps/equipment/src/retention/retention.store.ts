import { Database, deleteRows } from '@argus/persistence';
import { Injectable } from '@nestjs/common';

type Table =
  | 'reading'
  | 'reading_batch'
  | 'removed_equipment'
  | 'rollup'
  | 'measurement_rollup'
  | 'production_count'
  | 'stop_explanation'
  | 'unevaluated_reading'
  | 'breach'
  | 'alarm_event'
  | 'alarm'
  | 'alert';

/** Deletes old rows, in transactions of bounded length. */
@Injectable()
export class RetentionStore {
  constructor(private readonly database: Database) {}

  /** Deletes readings and roll-ups of a machine; its other rows went with its own, by foreign keys. */
  async deleteMachine(equipmentId: number): Promise<void> {
    await this.delete('reading', 'equipment_id = $1', equipmentId);
    await this.delete('rollup', 'equipment_id = $1', equipmentId);
    await this.delete('measurement_rollup', 'equipment_id = $1', equipmentId);
  }

  async deleteRollupsBefore(oldest: Date): Promise<void> {
    await this.delete('rollup', 'starts_at < $1', oldest);
    await this.delete('measurement_rollup', 'starts_at < $1', oldest);
  }

  async deleteProductionBefore(oldest: Date): Promise<void> {
    await this.delete('production_count', 'from_at < $1', oldest);
    await this.delete('stop_explanation', 'from_at < $1', oldest);
  }

  deleteUnevaluatedBefore(oldest: Date): Promise<void> {
    return this.delete('unevaluated_reading', 'measured_at < $1', oldest);
  }

  /** Deletes what only followers read. */
  async deleteFollowedBefore(oldest: Date): Promise<void> {
    await this.delete('reading_batch', 'stored_at < $1', oldest);
    await this.delete('removed_equipment', 'stored_at < $1', oldest);
  }

  /**
   * Deletes breaches that were withdrawn, or are over and older than any replay. A late reading causes a replay from a
   * checkpoint, and a breach missing there would rise again.
   */
  deleteBreachesBefore(oldest: Date, latenessS: number): Promise<void> {
    return this.delete('breach', PAST_REPLAY, oldest, latenessS);
  }

  deleteAlarmEventsBefore(oldest: Date): Promise<void> {
    return this.delete('alarm_event', 'recorded_at < $1', oldest);
  }

  /** Deletes closed alarms that have no breach any more. */
  deleteAlarmsBefore(oldest: Date): Promise<void> {
    return this.delete(
      'alarm',
      'closed_at < $1 AND NOT EXISTS (SELECT 1 FROM breach WHERE breach.alarm_id = alarm.id)',
      oldest,
    );
  }

  /** Deletes alerts, but for those of active breaches. */
  deleteAlertsBefore(oldest: Date): Promise<void> {
    return this.delete(
      'alert',
      `raised_at < $1 AND NOT EXISTS (
         SELECT 1 FROM breach
          WHERE breach.alert_id = alert.id AND breach.returned_at IS NULL AND breach.withdrawn_at IS NULL)`,
      oldest,
    );
  }

  private delete(table: Table, condition: string, ...values: readonly unknown[]): Promise<void> {
    return deleteRows(this.database, table, condition, ...values);
  }
}

const PAST_REPLAY = `recorded_at < $1 AND (withdrawn_at < $1 OR raised_at < $1 AND returned_at < $1 AND EXISTS (
  SELECT 1 FROM checkpoint c JOIN equipment_watch w ON w.equipment_id = c.equipment_id
   WHERE c.equipment_id = breach.equipment_id AND c.at >= breach.returned_at
     AND c.at < w.head_at - make_interval(secs => $2::int)))`;
