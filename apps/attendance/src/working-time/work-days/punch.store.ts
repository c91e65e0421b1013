import type { Instant } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { Punch } from '../engine/punch.js';

const directions = [null, 'in', 'out'] as const;

/** Reads when people were seen. One row for each person: a month of a university has half a million punches. */
@Injectable()
export class PunchStore {
  constructor(private readonly database: Database) {}

  /** Returns the punches of people by person, as minutes since 1970. */
  async during(personIds: readonly number[], from: Instant, until: Instant): Promise<Map<number, Punch[]>> {
    const rows = await this.database.prepared<{ personId: number; punches: string }>(
      'punches during',
      `SELECT person_id AS "personId", string_agg((floor(extract(epoch FROM occurred_at) / 60)::bigint * 4
                 + CASE direction WHEN 'in' THEN 1 WHEN 'out' THEN 2 ELSE 0 END)::text, ',') AS punches
         FROM attendance_log WHERE person_id = ANY($1::int[]) AND occurred_at >= $2 AND occurred_at < $3 GROUP BY person_id`,
      [personIds, from, until],
    );
    return new Map(rows.map(({ personId, punches }) => [personId, punches.split(',').map(punchOf)]));
  }
}

/** Of a code: the minute times four, and the direction. */
function punchOf(code: string): Punch {
  const number = Number(code);
  return { minute: Math.floor(number / 4), direction: directions[number % 4]! };
}
