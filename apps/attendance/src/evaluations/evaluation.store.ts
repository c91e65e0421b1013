import type { AttemptScores, FaceEvaluation as Result, SubjectGroup } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Every } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { subjectOf } from '../gallery.js';
import { FaceEvaluation } from './face-evaluation.entity.js';

@Injectable()
export class EvaluationStore {
  constructor(private readonly database: Database) {}

  async insert(tx: EntityManager, id: string, requestedBy: number): Promise<void> {
    await tx.insert(FaceEvaluation, { id, requestedBy });
  }

  find(id: string): Promise<FaceEvaluation | null> {
    return this.database.entities((manager) => manager.findOneBy(FaceEvaluation, { id }));
  }

  /** Ends the evaluation unless it has ended. */
  async end(id: string, outcome: { result: Result } | { errorCode: string }): Promise<void> {
    const { result = null, errorCode = null } = outcome as { result?: Result; errorCode?: string };
    await this.database.query(
      `UPDATE face_evaluation SET ended_at = clock_timestamp(), result = $2, error_code = $3
        WHERE id = $1 AND ended_at IS NULL`,
      [id, result === null ? null : JSON.stringify(result), errorCode],
    );
  }

  /** Ends evaluations that have lost their job, so that a new one can start. */
  async endLost(tx: EntityManager): Promise<void> {
    await tx.query(
      `UPDATE face_evaluation SET ended_at = clock_timestamp(), error_code = 'TASK_EXPIRED'
        WHERE ended_at IS NULL AND requested_at < now() - interval '1 hour'`,
    );
  }

  /** Returns the active people of every department and role, the largest groups first. */
  async groups(): Promise<SubjectGroup[]> {
    const rows = await this.database.query<{ group: string; people: number[] }>(
      `WITH labelled AS (
         SELECT account_id, label
           FROM person CROSS JOIN LATERAL (VALUES ('department: ' || department), ('role: ' || role)) AS labels (label)
          WHERE is_active AND label IS NOT NULL),
       spelled AS (
         SELECT label, min(label COLLATE "C") OVER (PARTITION BY fold_text(label)) AS name
           FROM (SELECT DISTINCT label FROM labelled) AS each)
       SELECT name AS "group", (array_agg(account_id ORDER BY account_id))[1:5000] AS people
         FROM labelled JOIN spelled USING (label)
        GROUP BY name ORDER BY count(*) DESC, name LIMIT 100`,
    );
    return rows.map(({ group, people }) => ({ group, subjects: people.map(subjectOf) }));
  }

  /** Counts verifications by outcome and similarity. */
  attempts(): Promise<AttemptScores[]> {
    return this.database.query(
      `WITH scored AS (
         SELECT CASE WHEN (result->>'recognized')::boolean THEN 'recognised' ELSE 'not_recognised' END AS outcome,
                result->'decision'->>'model' AS model,
                least(greatest(width_bucket((result->>'similarity_score')::float8, 0, 1, 20), 1), 20) AS step
           FROM face_task
          WHERE kind = 'verify' AND status = 'completed' AND result->>'similarity_score' IS NOT NULL)
       SELECT outcome, model, count(*)::int AS attempts,
              ARRAY(SELECT count(*) FILTER (WHERE own.step = steps.step)::int
                      FROM generate_series(1, 20) AS steps (step)
                     CROSS JOIN unnest(array_agg(scored.step)) AS own (step)
                     GROUP BY steps.step ORDER BY steps.step) AS by_similarity
         FROM scored GROUP BY outcome, model ORDER BY outcome, model`,
    );
  }

  @Every(3_600_000, 'delete old face evaluations')
  async deleteOld(): Promise<void> {
    await this.database.query("DELETE FROM face_evaluation WHERE requested_at < now() - interval '1 year'");
  }
}
