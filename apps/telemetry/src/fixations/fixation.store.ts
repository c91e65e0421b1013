import type { Display, FixationDraft, FixationQuery, FixationView } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Whose rows they are. */
export interface Owner {
  readonly accountId: number;
  readonly username: string;
  /** USR or ADM with the id, as rows show it. */
  readonly ownerId: string;
}

/* In the order in which clients of the original see the fields. */
const COLUMNS = `f.id, f.section_id, f.recording_id, f.fixation_id, f.start_timestamp, f.end_timestamp, f.duration,
  f.on_surface AS fixation_detected_on_surface, f.x AS fixation_x, f.y AS fixation_y, f.owner_id, f.account_id AS "user"`;

@Injectable()
export class FixationStore {
  constructor(private readonly database: Database) {}

  /** Returns rows after an id in the order of ids. Blank filters are none. */
  list(
    accountId: number,
    display: Display,
    { section_id, recording_id, fixation_id, start_from, start_to }: FixationQuery,
    { after, limit }: { readonly after: number; readonly limit: number },
  ): Promise<FixationView[]> {
    const conditions = ['f.account_id = $1 AND f.display = $2 AND f.id > $3'];
    const parameters: unknown[] = [accountId, display, after, limit];
    const where = (condition: string, value: unknown): string => {
      if (value === undefined || value === '') return '-';
      conditions.push(`${condition} $${parameters.push(value)}`);
      return '+';
    };
    /* One plan per set of filters: a single plan for all of them would use no index. */
    const flags = [
      where('f.section_id =', section_id),
      where('f.recording_id =', recording_id),
      where('f.fixation_id =', fixation_id),
      where('f.start_timestamp >=', start_from),
      where('f.start_timestamp <', start_to),
    ];
    return this.database.prepared(
      `fixation.list.${flags.join('')}`,
      `SELECT ${COLUMNS} FROM fixation f WHERE ${conditions.join(' AND ')} ORDER BY f.id LIMIT $4`,
      parameters,
    );
  }

  /** Stores all rows by one statement and returns them in their order. A new name of a recording makes that, too. */
  async insert(
    tx: EntityManager | undefined,
    { accountId, username, ownerId }: Owner,
    display: Display,
    rows: readonly FixationDraft[],
    uploadId: number | null,
  ): Promise<FixationView[]> {
    const sql = `WITH made AS (
      INSERT INTO recording (id, account_id, username, name)
      SELECT gen_random_uuid(), $1, $14, name FROM (SELECT DISTINCT unnest($6::text[]) AS name) named ORDER BY name
      ON CONFLICT (account_id, name) DO NOTHING
    ), f AS (
      INSERT INTO fixation (account_id, owner_id, display, upload_id, section_id, recording_id, fixation_id, start_timestamp, end_timestamp,
             duration, on_surface, x, y)
      SELECT $1, $2, $3, $4, section_id, recording_id, fixation_id, start_timestamp, end_timestamp, duration, on_surface, x, y
        FROM unnest($5::text[], $6::text[], $7::text[], $8::float8[], $9::float8[], $10::float8[], $11::bool[], $12::float8[], $13::float8[])
             WITH ORDINALITY AS sent (section_id, recording_id, fixation_id, start_timestamp, end_timestamp, duration, on_surface, x, y, place)
       ORDER BY place RETURNING *
    ) SELECT ${COLUMNS} FROM f ORDER BY f.id`;
    const values = [
      accountId,
      ownerId,
      display,
      uploadId,
      rows.map((row) => row.section_id),
      rows.map((row) => row.recording_id),
      rows.map((row) => row.fixation_id),
      rows.map((row) => row.start_timestamp),
      rows.map((row) => row.end_timestamp),
      rows.map((row) => row.duration),
      rows.map((row) => row.fixation_detected_on_surface),
      rows.map((row) => row.fixation_x),
      rows.map((row) => row.fixation_y),
      username,
    ];
    return tx
      ? this.database.preparedIn(tx, 'fixation.insert', sql, values)
      : this.database.prepared('fixation.insert', sql, values);
  }

  /** Notes a file. Returns undefined if its rows are stored already; waits for an upload of it that still runs. */
  async noteUpload(
    tx: EntityManager,
    accountId: number,
    display: Display,
    file: { readonly sha256: string; readonly rows: number },
  ): Promise<number | undefined> {
    const [noted] = await this.database.preparedIn<{ id: number }>(
      tx,
      'fixation.note-upload',
      `INSERT INTO fixation_upload (account_id, display, file_sha256, rows) VALUES ($1, $2, $3, $4)
       ON CONFLICT (account_id, display, file_sha256) DO NOTHING RETURNING id`,
      [accountId, display, file.sha256, file.rows],
    );
    return noted?.id;
  }

  /** Returns the rows of a file in their order. */
  uploaded(tx: EntityManager, accountId: number, display: Display, sha256: string): Promise<FixationView[]> {
    return this.database.preparedIn(
      tx,
      'fixation.uploaded',
      `SELECT ${COLUMNS} FROM fixation f JOIN fixation_upload u ON u.id = f.upload_id
        WHERE u.account_id = $1 AND u.display = $2 AND u.file_sha256 = $3 ORDER BY f.id`,
      [accountId, display, sha256],
    );
  }
}
