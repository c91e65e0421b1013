import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The history of alarms in the order of transactions, for followers. */
export class AlarmFeed1796014800000 implements MigrationInterface {
  readonly name = 'AlarmFeed1796014800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE alarm_event ADD xid bigint');
    await runner.query('CREATE INDEX "IX_alarm_event_xid" ON alarm_event (xid, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE alarm_event DROP COLUMN xid');
  }
}
