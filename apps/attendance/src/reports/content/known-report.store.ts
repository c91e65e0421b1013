import { Database } from '@argus/persistence';
import { Every } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { NamedReport, ReportContent } from './report-content.js';

interface Known {
  /** YYYYMMDD. */
  readonly day: string;
  readonly number: number;
  readonly generatedAt: string;
}

/* A question that was stored comes back with its names in another order. */
function digestOf({ scope, ...told }: ReportContent): Uint8Array {
  const question = Object.entries(scope).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify({ question, told })).digest();
}

const COLUMNS = `to_char(day, 'YYYYMMDD') AS day, number, to_char(generated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "generatedAt"`;

@Injectable()
export class KnownReportStore {
  constructor(private readonly database: Database) {}

  /** Returns the report with the name of its first time. Gives it the next number of the day if it is new. */
  async name(content: ReportContent, day: string): Promise<NamedReport> {
    const digest = digestOf(content);
    const known = (await this.find(digest)) ?? (await this.add(digest, day));
    const reportId = `RPT_${known.day}_${String(known.number).padStart(3, '0')}`;
    return { reportId, generatedAt: known.generatedAt, content };
  }

  private async find(digest: Uint8Array): Promise<Known | undefined> {
    const [known] = await this.database.prepared<Known>(
      'report known',
      `SELECT ${COLUMNS} FROM known_report WHERE digest = $1`,
      [digest],
    );
    return known;
  }

  /** One after another, so that the numbers of a day have no gap. */
  private add(digest: Uint8Array, day: string): Promise<Known> {
    return this.database.transaction(async (tx) => {
      await tx.query(
        `SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.known_report', 0))`,
      );
      const meanwhile = await this.find(digest);
      if (meanwhile) return meanwhile;
      const [added] = await this.database.preparedIn<Known>(
        tx,
        'report added',
        `INSERT INTO known_report (digest, day, number)
         SELECT $1::bytea, $2::date, coalesce(max(number), 0) + 1 FROM known_report WHERE day = $2::date
         RETURNING ${COLUMNS}`,
        [digest, day],
      );
      return added!;
    });
  }

  @Every(3_600_000, 'forget names of old reports')
  async forget(): Promise<void> {
    await this.database.query("DELETE FROM known_report WHERE generated_at < now() - interval '400 days'");
  }
}
