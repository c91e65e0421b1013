import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Gives the audit away to the keeper of the schema: from then on this service only adds to it. */
export class AuditIsKept1796004134512 implements MigrationInterface {
  readonly name = 'AuditIsKept1796004134512';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE audit_head
      ADD COLUMN start_position bigint NOT NULL DEFAULT 0,
      ADD COLUMN start_mac bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
      ADD COLUMN start_seal bytea`);
    await runner.query(`SELECT keep_chain('audit')`);
    await runner.query('DROP FUNCTION refuse_change(), refuse_step()');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Only the owner of the database can give the audit back'));
  }
}
