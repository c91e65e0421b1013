import type { EventTime, Sample } from '@argus/alarms';
import type { BackTestRequest, BackTestResult, BackTestStatus, BackTestView } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type EquipmentSettings, equipmentSettings } from '../../equipment.settings.js';
import { countsForRules } from '../evaluation/evaluated-readings.js';
import type { Machine } from '../rules/rule-version.js';
import { type Measured, sampleOfReading } from '../rules/signals.js';

export interface BackTestRow {
  readonly rule_id: number;
  readonly request: BackTestRequest;
  readonly status: BackTestStatus;
}

export interface Range {
  readonly from: Date;
  readonly to: Date;
}

const CHUNK = 20_000;

/** Back-tests in the record, and the history that they run over. */
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
      readings_total: number | null;
      readings_done: number;
      result: BackTestResult | null;
      problem: string | null;
    }>(
      `SELECT rule_id::float8 AS rule, status, readings_total::float8 AS readings_total,
              readings_done::float8 AS readings_done, result, problem FROM back_test WHERE id = $1`,
      [id],
    );
    if (!row) return undefined;
    const { rule, status, readings_total, readings_done, result, problem } = row;
    const share = readings_total ? Math.min(1, readings_done / readings_total) : 0;
    return { id, rule, status, progress: status === 'completed' ? 1 : share, result, problem };
  }

  /** Undefined where it is gone or done. */
  async begin(id: string): Promise<BackTestRow | undefined> {
    const [row] = await this.database.query<BackTestRow>(
      `WITH begun AS (UPDATE back_test SET status = 'running', readings_done = 0
                       WHERE id = $1 AND status IN ('queued', 'running') RETURNING rule_id, request, status)
       SELECT rule_id::float8 AS rule_id, request, status FROM begun`,
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
      'SELECT id::float8 AS id, equipment_type AS type FROM equipment ORDER BY id',
    );
  }

  /** Readings of equipment in a range; stops counting at `most`. */
  async count(ids: readonly number[], { from, to }: Range, most: number): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(
      `SELECT count(*)::float8 AS count FROM (SELECT 1 FROM reading r
         WHERE r.equipment_id = ANY($1::bigint[]) AND r.measured_at >= $2 AND r.measured_at < $3 LIMIT $4) counted`,
      [ids, from, to, most],
    );
    return row!.count;
  }

  /** Readings of an equipment that count for rules, in order of time, chunk by chunk, as of one moment. */
  async eachChunk(
    equipmentId: number,
    { from, to }: Range,
    work: (samples: Sample[]) => void | Promise<void>,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query(
        `DECLARE history NO SCROLL CURSOR FOR SELECT measured_at, temperature, speed, pressure FROM reading r
          WHERE r.equipment_id = $1 AND r.measured_at >= $2 AND r.measured_at < $3 AND ${countsForRules('make_interval(secs => $4)')}
          ORDER BY measured_at`,
        [equipmentId, from, to, this.settings.EQUIPMENT_CLOCK_SKEW_SECONDS],
      );
      for (;;) {
        const rows = await tx.query<(Measured & { measured_at: Date })[]>(`FETCH ${CHUNK} FROM history`);
        if (rows.length === 0) return;
        await work(rows.map((row) => sampleOfReading(row.measured_at.getTime(), row)));
      }
    });
  }

  /** Moments at which breaches of the rule rose in fact. */
  async recorded(
    ruleId: number,
    ids: readonly number[],
    { from, to }: Range,
  ): Promise<Map<number, Set<EventTime>>> {
    const rows = await this.database.query<{ equipment_id: number; raised_at: Date }>(
      `SELECT equipment_id::float8 AS equipment_id, raised_at FROM breach
        WHERE rule_id = $1 AND equipment_id = ANY($2::bigint[]) AND withdrawn_at IS NULL
          AND raised_at >= $3 AND raised_at < $4`,
      [ruleId, ids, from, to],
    );
    const byEquipment = new Map<number, Set<EventTime>>();
    for (const { equipment_id, raised_at } of rows) {
      const known = byEquipment.get(equipment_id) ?? new Set();
      byEquipment.set(equipment_id, known.add(raised_at.getTime()));
    }
    return byEquipment;
  }
}
