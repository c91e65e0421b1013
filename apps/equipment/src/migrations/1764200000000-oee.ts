import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Oee1764200000000 implements MigrationInterface {
  readonly name = 'Oee1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE production_plan (
      id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
      target text NOT NULL,
      equipment_id bigint,
      valid_from date NOT NULL,
      definition jsonb NOT NULL,
      changed_at timestamptz NOT NULL DEFAULT now(),
      changed_by text,
      CONSTRAINT "PK_production_plan" PRIMARY KEY (id),
      CONSTRAINT "FK_production_plan_equipment" FOREIGN KEY (equipment_id) REFERENCES equipment (id) ON DELETE CASCADE)`);
    await runner.query(
      `CREATE UNIQUE INDEX "UQ_production_plan_target" ON production_plan (target, valid_from)`,
    );
    await runner.query(`CREATE INDEX "IX_production_plan_equipment" ON production_plan (equipment_id)`);
    await runner.query(`CREATE TABLE production_count (
      id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
      equipment_id bigint NOT NULL,
      from_at timestamptz NOT NULL,
      to_at timestamptz NOT NULL,
      total integer NOT NULL,
      good integer NOT NULL,
      startup_rejects integer NOT NULL,
      recorded_at timestamptz NOT NULL DEFAULT now(),
      recorded_by text,
      CONSTRAINT "PK_production_count" PRIMARY KEY (id),
      CONSTRAINT "FK_production_count_equipment" FOREIGN KEY (equipment_id) REFERENCES equipment (id) ON DELETE CASCADE)`);
    await runner.query(
      `CREATE UNIQUE INDEX "UQ_production_count_from" ON production_count (equipment_id, from_at)`,
    );
    await this.stops(runner);
  }

  private async stops(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE stop_reason (
      id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
      parent_id bigint,
      loss text NOT NULL,
      name text NOT NULL,
      depth smallint NOT NULL,
      CONSTRAINT "PK_stop_reason" PRIMARY KEY (id),
      CONSTRAINT "FK_stop_reason_parent" FOREIGN KEY (parent_id) REFERENCES stop_reason (id))`);
    await runner.query(`CREATE UNIQUE INDEX "UQ_stop_reason_name" ON stop_reason (parent_id, name)`);
    await runner.query(`INSERT INTO stop_reason (parent_id, loss, name, depth) VALUES
      (NULL, 'breakdown', 'Breakdown', 1), (NULL, 'setup', 'Setup and adjustment', 1),
      (NULL, 'minor_stop', 'Idling and minor stop', 1)`);
    await runner.query(`CREATE TABLE stop_explanation (
      id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
      equipment_id bigint NOT NULL,
      from_at timestamptz NOT NULL,
      to_at timestamptz NOT NULL,
      reason_id bigint NOT NULL,
      comment text,
      recorded_at timestamptz NOT NULL DEFAULT now(),
      recorded_by text,
      CONSTRAINT "PK_stop_explanation" PRIMARY KEY (id),
      CONSTRAINT "FK_stop_explanation_equipment" FOREIGN KEY (equipment_id) REFERENCES equipment (id) ON DELETE CASCADE,
      CONSTRAINT "FK_stop_explanation_reason" FOREIGN KEY (reason_id) REFERENCES stop_reason (id))`);
    await runner.query(
      `CREATE UNIQUE INDEX "UQ_stop_explanation_from" ON stop_explanation (equipment_id, from_at)`,
    );
    await runner.query(`CREATE INDEX "IX_stop_explanation_reason" ON stop_explanation (reason_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['stop_explanation', 'stop_reason', 'production_count', 'production_plan'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
