import type { EventTime, Sample, Signals } from '@argus/alarms';
import type {
  BackTestRequest,
  BackTestResult,
  BackTestStatus,
  BackTestView,
  Instant,
} from '@argus/contracts';
import { Database, type StoredTime } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type EquipmentSettings, equipmentSettings } from '../../equipment.settings.js';
import { isEvaluated } from '../evaluation/evaluated-readings.js';
import type { Machine } from '../rule-versions/rule-version.js';
import { hasMeasurements, type Measured, sampleOfReading } from '../rule-versions/signals.js';

export interface BackTestRow {
  readonly ruleId: number;
  readonly request: BackTestRequest;
  readonly status: BackTestStatus;
}

export interface Range {
  readonly from: Instant;
  readonly to: Instant;
}

const CHUNK = 20_000;

/** Back-tests, and the stored readings that they run over. */
@Injectable()
export class BackTestStore {
  constructor(
    private readonly database: Database,
    @Inject(equipmentSettings.token) private readonly settings: EquipmentSettings,
  ) {}

  async create(tx: EntityManager, id: string, ruleId: number, request: BackTestRequest): Promise<void> {
    await tx.query(`INSERT INTO back_test (id, rule_id, request, status) VALUES ($1, $2, $3, 'queued')`, [
      id,
      ruleId,
      JSON.stringify(request),
    ]);
    await tx.query("DELETE FROM back_test WHERE created_at < now() - interval '7 days'");
  }

  async view(id: string): Promise<BackTestView | undefined> {
    const [row] = await this.database.query<{
      rule: number;
      status: BackTestStatus;
      total: number | null;
      done: number;
      result: BackTestResult | null;
      problem: string | null;
    }>(
      `SELECT rule_id AS rule, status, readings_total AS total,
              readings_done AS done, result, problem FROM back_test WHERE id = $1`,
      [id],
    );
    if (!row) return undefined;
    const { rule, status, total, done, result, problem } = row;
    const share = total ? Math.min(1, done / total) : 0;
    return { id, rule, status, progress: status === 'completed' ? 1 : share, result, problem };
  }

  /** Marks a back-test as running; undefined where it is gone or done. */
  async begin(id: string): Promise<BackTestRow | undefined> {
    const [row] = await this.database.query<BackTestRow>(
      `WITH begun AS (UPDATE back_test SET status = 'running', readings_done = 0
                       WHERE id = $1 AND status IN ('queued', 'running') RETURNING rule_id, request, status)
       SELECT rule_id AS "ruleId", request, status FROM begun`,
      [id],
    );
    return row;
  }

  async progress(id: string, done: number, total: number): Promise<void> {
    await this.database.query('UPDATE back_test SET readings_done = $2, readings_total = $3 WHERE id = $1', [
      id,
      done,
      total,
    ]);
  }

  async complete(id: string, result: BackTestResult): Promise<void> {
    await this.database.query(
      `UPDATE back_test SET status = 'completed', result = $2, finished_at = now() WHERE id = $1`,
      [id, JSON.stringify(result)],
    );
  }

  async fail(id: string, problem: string): Promise<void> {
    await this.database.query(
      `UPDATE back_test SET status = 'failed', problem = $2, finished_at = now() WHERE id = $1`,
      [id, problem],
    );
  }

  async machines(): Promise<Machine[]> {
    return this.database.query<{ id: number; type: string }>(
      'SELECT id, equipment_type AS type FROM equipment ORDER BY id',
    );
  }

  /** Number of readings in a range; stops counting at `max`. */
  async count(ids: readonly number[], { from, to }: Range, max: number): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(
      `SELECT count(*) FROM (SELECT 1 FROM reading r
         WHERE r.equipment_id = ANY($1::bigint[]) AND r.measured_at >= $2 AND r.measured_at < $3 LIMIT $4) counted`,
      [ids, from, to, max],
    );
    return row!.count;
  }

  /** Passes on the readings that rules evaluate, in order of time, chunk by chunk, from one snapshot. */
  async eachChunk(
    equipmentId: number,
    { from, to }: Range,
    signals: Signals,
    work: (samples: Sample[]) => void | Promise<void>,
  ): Promise<void> {
    const further = hasMeasurements(signals) ? ', measurements' : '';
    await this.database.transaction(async (tx) => {
      await tx.query(
        `DECLARE history NO SCROLL CURSOR FOR SELECT measured_at AS "measuredAt", temperature, speed, pressure${further} FROM reading r
          WHERE r.equipment_id = $1 AND r.measured_at >= $2 AND r.measured_at < $3 AND ${isEvaluated('make_interval(secs => $4)')}
          ORDER BY measured_at`,
        [equipmentId, from, to, this.settings.EQUIPMENT_CLOCK_SKEW_SECONDS],
      );
      for (;;) {
        const rows = await tx.query<(Measured & { measuredAt: StoredTime })[]>(`FETCH ${CHUNK} FROM history`);
        if (rows.length === 0) return;
        await work(rows.map((row) => sampleOfReading(signals, row.measuredAt.ms, row)));
      }
    });
  }

  /** Times at which stored breaches of the rule rose, by equipment. */
  async recorded(
    ruleId: number,
    ids: readonly number[],
    { from, to }: Range,
  ): Promise<Map<number, Set<EventTime>>> {
    const rows = await this.database.query<{ equipmentId: number; raisedAt: StoredTime }>(
      `SELECT equipment_id AS "equipmentId", raised_at AS "raisedAt" FROM breach
        WHERE rule_id = $1 AND equipment_id = ANY($2::bigint[]) AND withdrawn_at IS NULL
          AND raised_at >= $3 AND raised_at < $4`,
      [ruleId, ids, from, to],
    );
    const byEquipment = new Map<number, Set<EventTime>>();
    for (const { equipmentId, raisedAt } of rows) {
      const known = byEquipment.get(equipmentId) ?? new Set();
      byEquipment.set(equipmentId, known.add(raisedAt.ms));
    }
    return byEquipment;
  }
}
