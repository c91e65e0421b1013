import { DomainError } from '@argus/contracts';
import { Database, mapConstraints } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type CalibrationSettings, calibrationSettings } from '../calibration.settings.js';
import { SessionStore } from './session.store.js';
import { Sample } from './sample.entity.js';

export type NewSample = Omit<Sample, 'sessionId'>;

/** Measurements in the record. */
@Injectable()
export class SampleStore {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionStore,
    @Inject(calibrationSettings.token) private readonly settings: CalibrationSettings,
  ) {}

  /** All or none; the same frame or moment at the same target is replaced. Answers how many the session holds. */
  add(sessionId: string, samples: readonly NewSample[]): Promise<number> {
    const { CALIBRATION_SESSION_SAMPLES: most, CALIBRATION_TIMEOUT_SECONDS: timeout } = this.settings;
    return this.database.transaction(async (tx) => {
      /* Extending first also locks the session: two batches cannot both be the last that fits. */
      await this.sessions.extend(sessionId, timeout, tx);
      /* The session may have been erased since it was found. */
      await mapConstraints({ FK_sample_session: 'SESSION_NOT_FOUND' }, () => upsert(tx, sessionId, samples));
      const [row] = await tx.query<{ total: number }[]>(
        'SELECT count(*)::int AS total FROM sample WHERE session_id = $1',
        [sessionId],
      );
      const total = row!.total;
      if (total > most) throw new DomainError('SESSION_FULL', { most });
      return total;
    });
  }

  /** In the order of time. */
  ofSession(sessionId: string, tx: EntityManager = this.database.dataSource.manager): Promise<Sample[]> {
    return tx.find(Sample, { where: { sessionId }, order: { timeMs: 'ASC', sequence: 'ASC' } });
  }
}

async function upsert(tx: EntityManager, sessionId: string, samples: readonly NewSample[]): Promise<void> {
  /* One statement may touch a row only once: of repetitions the last counts. */
  const unique = new Map(
    samples.map((sample) => [[sample.kind, sample.targetX, sample.targetY, sample.sequence].join(), sample]),
  );
  const all = [...unique.values()];
  const column = <K extends keyof NewSample>(key: K): NewSample[K][] => all.map((sample) => sample[key]);
  await tx.query(
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
