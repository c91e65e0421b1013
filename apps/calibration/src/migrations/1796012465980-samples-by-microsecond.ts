import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A sample is known by its time in microseconds, so that samples of one millisecond are kept apart. */
export class SamplesByMicrosecond1796012465980 implements MigrationInterface {
  readonly name = 'SamplesByMicrosecond1796012465980';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE sample SET sequence = round(time_ms * 1000) WHERE kind = 'sample'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE sample SET sequence = floor(sequence / 1000) WHERE kind = 'sample'`);
  }
}
