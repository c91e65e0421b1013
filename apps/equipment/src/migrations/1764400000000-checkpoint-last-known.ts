import type { MigrationInterface, QueryRunner } from 'typeorm';

/*
 * Memory begins with doubles of 8 bytes: the time of the last reading and a value per signal. Then stood the rest; now the last
 * known value of each signal and the time of each come in between.
 */
const UNTIL_VALUES = '8 + 8 * cardinality(signals)';

/** Checkpoints hold the last known value of each signal; those from before take the last reading's. */
export class CheckpointLastKnown1764400000000 implements MigrationInterface {
  readonly name = 'CheckpointLastKnown1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE checkpoint SET memory = substring(memory FOR ${UNTIL_VALUES})
         || substring(memory FROM 9 FOR 8 * cardinality(signals))
         || decode(repeat(encode(substring(memory FOR 8), 'hex'), cardinality(signals)), 'hex')
         || substring(memory FROM 1 + ${UNTIL_VALUES})`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE checkpoint SET memory = substring(memory FOR ${UNTIL_VALUES})
         || substring(memory FROM 1 + ${UNTIL_VALUES} + 16 * cardinality(signals))`,
    );
  }
}
