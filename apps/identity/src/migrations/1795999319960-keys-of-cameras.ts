import { formerScopes } from '@argus/contracts';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A key may be bound to a camera; scopes reach single paths, and those of former keys are replaced. */
export class KeysOfCameras1795999319960 implements MigrationInterface {
  readonly name = 'KeysOfCameras1795999319960';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE api_key ADD camera_id text');
    await runner.query(
      `UPDATE api_key SET scopes = ARRAY(
         SELECT DISTINCT coalesce(now.scope, former.scope) FROM unnest(scopes) AS former (scope)
           LEFT JOIN (SELECT key, jsonb_array_elements_text(value) AS scope FROM jsonb_each($1::jsonb)) AS now
             ON now.key = former.scope
          ORDER BY 1)`,
      [JSON.stringify(formerScopes)],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE api_key DROP camera_id');
  }
}
