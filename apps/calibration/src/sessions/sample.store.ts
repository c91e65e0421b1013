import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Sample } from './sample.entity.js';

export type NewSample = Omit<Sample, 'sessionId'>;

@Injectable()
export class SampleStore {
  constructor(private readonly database: Database) {}

  async upsert(tx: EntityManager, sessionId: string, samples: readonly NewSample[]): Promise<void> {
    /* One statement may change a row only once: of repeated samples the last one counts. */
    const unique = new Map(
      samples.map((sample) => [
        [sample.kind, sample.targetX, sample.targetY, sample.sequence].join(),
        sample,
      ]),
    );
    const all = [...unique.values()];
    const column = <K extends keyof NewSample>(key: K): NewSample[K][] => all.map((sample) => sample[key]);
    await this.database.preparedIn(
      tx,
      'sample.upsert',
      `INSERT INTO sample (session_id, kind, target_x, target_y, sequence, target_index, time_ms, timed, error, measurement)
       SELECT $1, * FROM unnest($2::text[], $3::float8[], $4::float8[], $5::float8[], $6::smallint[], $7::float8[],
                                $8::boolean[], $9::text[], $10::jsonb[])
       ON CONFLICT (session_id, kind, target_x, target_y, sequence) DO UPDATE
          SET target_index = excluded.target_index, time_ms = excluded.time_ms, timed = excluded.timed, error = excluded.error,
              measurement = excluded.measurement`,
      [
        sessionId,
        column('kind'),
        column('targetX'),
        column('targetY'),
        column('sequence'),
        column('targetIndex'),
        column('timeMs'),
        column('timed'),
        column('error'),
        column('measurement').map((measurement) => measurement && JSON.stringify(measurement)),
      ],
    );
  }

  async count(tx: EntityManager, sessionId: string): Promise<number> {
    const [row] = await this.database.preparedIn<{ count: number }>(
      tx,
      'sample.count',
      'SELECT count(*)::int AS count FROM sample WHERE session_id = $1',
      [sessionId],
    );
    return row!.count;
  }

  /** Returns the samples of a session in order of time. */
  ofSession(sessionId: string, tx?: EntityManager): Promise<Sample[]> {
    return this.database.entities(
      (manager) => manager.find(Sample, { where: { sessionId }, order: { timeMs: 'ASC', sequence: 'ASC' } }),
      tx,
    );
  }
}
