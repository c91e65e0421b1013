import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FaceConflicts1795988185788 implements MigrationInterface {
  readonly name = 'FaceConflicts1795988185788';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE face_conflict (
      id uuid NOT NULL,
      task_id uuid NOT NULL,
      person_id integer NOT NULL,
      other_id integer NOT NULL,
      similarity double precision NOT NULL,
      threshold double precision NOT NULL,
      error_rates jsonb NOT NULL,
      model text NOT NULL,
      opened_at timestamptz NOT NULL DEFAULT now(),
      decision text,
      decided_by text,
      reason text,
      closed_at timestamptz,
      template_created boolean,
      CONSTRAINT "PK_face_conflict" PRIMARY KEY (id),
      CONSTRAINT "CK_face_conflict_decided" CHECK ((decision IS NULL) = (decided_by IS NULL)),
      CONSTRAINT "CK_face_conflict_closed" CHECK ((closed_at IS NULL) = (reason IS NULL)),
      CONSTRAINT "FK_face_conflict_person" FOREIGN KEY (person_id) REFERENCES person (account_id),
      CONSTRAINT "FK_face_conflict_other" FOREIGN KEY (other_id) REFERENCES person (account_id))`);
    await runner.query(
      `CREATE UNIQUE INDEX "UQ_face_conflict_open" ON face_conflict (person_id) WHERE closed_at IS NULL`,
    );
    await runner.query(`CREATE INDEX "IX_face_conflict_other" ON face_conflict (other_id)`);
    await runner.query(`CREATE INDEX "IX_face_conflict_opened" ON face_conflict (opened_at, id)`);
    await runner.query(`CREATE INDEX "IX_face_conflict_unsettled" ON face_conflict (closed_at)
      WHERE decision IS NOT NULL AND template_created IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE face_conflict');
  }
}
