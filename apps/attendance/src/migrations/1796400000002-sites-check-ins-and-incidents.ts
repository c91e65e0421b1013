import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SitesCheckInsAndIncidents1796400000002 implements MigrationInterface {
  readonly name = 'SitesCheckInsAndIncidents1796400000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE site (
      id uuid NOT NULL,
      name text NOT NULL,
      everyone boolean NOT NULL,
      circle jsonb,
      polygon jsonb,
      created_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_site" PRIMARY KEY (id),
      CONSTRAINT "CK_site_area" CHECK ((circle IS NULL) <> (polygon IS NULL)))`);
    await runner.query(`CREATE TABLE site_person (
      site_id uuid NOT NULL,
      person_id integer NOT NULL,
      CONSTRAINT "PK_site_person" PRIMARY KEY (site_id, person_id),
      CONSTRAINT "FK_site_person_site" FOREIGN KEY (site_id) REFERENCES site (id) ON DELETE CASCADE,
      CONSTRAINT "FK_site_person_person" FOREIGN KEY (person_id) REFERENCES person (account_id))`);
    await runner.query('CREATE INDEX "IX_site_person_person" ON site_person (person_id)');
    await runner.query(`CREATE TABLE check_in (
      id uuid NOT NULL,
      person_id integer NOT NULL,
      at timestamptz NOT NULL DEFAULT now(),
      latitude double precision,
      longitude double precision,
      accuracy_m double precision,
      clock_difference_s double precision NOT NULL,
      outcome text NOT NULL,
      rule text NOT NULL,
      site text,
      distance_m double precision,
      message text NOT NULL,
      task_id uuid,
      CONSTRAINT "PK_check_in" PRIMARY KEY (id),
      CONSTRAINT "FK_check_in_person" FOREIGN KEY (person_id) REFERENCES person (account_id))`);
    await runner.query('CREATE INDEX "IX_check_in_person" ON check_in (person_id, at)');
    await runner.query('CREATE INDEX "IX_check_in_at" ON check_in (at, id)');
    await runner.query(`CREATE TABLE incident (
      id uuid NOT NULL,
      type text NOT NULL,
      camera_id text,
      occurred_at timestamptz NOT NULL,
      description text NOT NULL,
      severity text NOT NULL,
      status text NOT NULL DEFAULT 'open',
      image_sealed bytea,
      reported_by text,
      opened_by_rule text,
      notes jsonb NOT NULL DEFAULT '[]',
      created_at timestamptz NOT NULL DEFAULT now(),
      decided_by text,
      decided_at timestamptz,
      CONSTRAINT "PK_incident" PRIMARY KEY (id))`);
    await runner.query('CREATE INDEX "IX_incident_created" ON incident (created_at, id)');
    await runner.query(`CREATE INDEX "IX_incident_reporter" ON incident (reported_by) WHERE status = 'open'`);
    await runner.query(
      `CREATE UNIQUE INDEX "UQ_incident_rule" ON incident (opened_by_rule) WHERE status = 'open'`,
    );
    await runner.query(`CREATE TABLE failed_face (
      id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
      camera_key text NOT NULL,
      at timestamptz NOT NULL,
      CONSTRAINT "PK_failed_face" PRIMARY KEY (id))`);
    await runner.query('CREATE INDEX "IX_failed_face_camera" ON failed_face (camera_key, at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['failed_face', 'incident', 'check_in', 'site_person', 'site'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
