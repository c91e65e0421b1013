import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Scopes of former keys, each with those that reach the same paths now. Those of sub-resources of users have no successor. */
const successors: Readonly<Record<string, readonly string[]>> = {
  'attendance:read': ['attendance-logs:read', 'attendance-summary:read'],
  'face:read': ['face-enroll-status:read', 'face-verify-status:read', 'face-bulk-verify-status:read'],
  'face:write': [
    'face-enroll:write',
    'face-verify:write',
    'face-bulk-verify:write',
    'face-liveness-challenges:write',
    'face-liveness-challenges-answer:write',
  ],
  'face-conflicts:write': ['face-conflicts-decide:write'],
  'face-evaluation:write': ['face-evaluation:write', 'face-evaluation-adopt:write'],
  'face-liveness:read': ['face-liveness-attempts:read'],
  'face-templates:read': ['face-templates:read', 'face-templates-outdated:read'],
};

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
      [JSON.stringify(successors)],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE api_key DROP camera_id');
  }
}
