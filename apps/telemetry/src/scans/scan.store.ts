import type { Display } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';

export interface ScannedFixation {
  readonly display: Display;
  readonly fixationId: string;
  readonly start: number;
  readonly end: number;
}

@Injectable()
export class ScanStore {
  constructor(private readonly database: Database) {}

  /** Returns the fixations of a recording that lie on a display, in the order of their start, in the unit of the export. */
  fixations(
    { accountId, name }: { readonly accountId: number; readonly name: string },
    [from = -Infinity, to = Infinity]: readonly [number | undefined, number | undefined],
    limit: number,
  ): Promise<ScannedFixation[]> {
    return this.database.prepared(
      'scan.fixations',
      `SELECT display, fixation_id AS "fixationId", start_timestamp AS start, end_timestamp AS "end" FROM fixation
        WHERE account_id = $1 AND recording_id = $2 AND on_surface AND start_timestamp >= $3 AND start_timestamp < $4
        ORDER BY start_timestamp, end_timestamp, display, id LIMIT $5`,
      [accountId, name, from, to, limit],
    );
  }
}
