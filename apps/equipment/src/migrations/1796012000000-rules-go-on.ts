import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A change of a rule ends no alarm: versions say what they go on from, breaches whether their rule was taken away. */
export class RulesGoOn1796012000000 implements MigrationInterface {
  readonly name = 'RulesGoOn1796012000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE rule_version ADD conditions_id bigint, ADD continues bigint[] NOT NULL DEFAULT '{}'`,
    );
    await runner.query('ALTER TABLE breach ADD ended_with_rule boolean NOT NULL DEFAULT false');
    await runner.query('DROP INDEX "UQ_breach_raised"');
    await runner.query(
      `CREATE UNIQUE INDEX "UQ_breach_raised" ON breach (equipment_id, rule_version_id, raised_at)
        WHERE withdrawn_at IS NULL`,
    );
    await runner.query('ALTER TABLE alarm ADD rule_version_id bigint');
    await runner.query(
      `UPDATE alarm a SET rule_version_id = coalesce(
         (SELECT b.rule_version_id FROM breach b WHERE b.alarm_id = a.id ORDER BY b.raised_at DESC LIMIT 1),
         (SELECT v.id FROM rule_version v WHERE v.rule_id = a.rule_id ORDER BY v.version DESC LIMIT 1))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE alarm DROP COLUMN rule_version_id');
    await runner.query('DROP INDEX "UQ_breach_raised"');
    await runner.query(
      `CREATE UNIQUE INDEX "UQ_breach_raised" ON breach (equipment_id, rule_id, raised_at) WHERE withdrawn_at IS NULL`,
    );
    await runner.query('ALTER TABLE breach DROP COLUMN ended_with_rule');
    await runner.query('ALTER TABLE rule_version DROP COLUMN conditions_id, DROP COLUMN continues');
  }
}
