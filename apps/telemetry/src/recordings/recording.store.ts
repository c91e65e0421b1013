import type { FixationCounts, RecordingDraft } from '@argus/contracts';
import { Database, mapConstraints } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Recording } from './recording.entity.js';

export type ListedRecording = Recording & { readonly fixations: FixationCounts };
/** Those of an account by name, or those of a flight. */
export interface Among {
  readonly accountId?: number | undefined;
  readonly flightId?: string | undefined;
  readonly name?: string | undefined;
}

const constraints = { UQ_recording_name: 'RECORDING_EXISTS', FK_recording_flight: 'FLIGHT_NOT_FOUND' };

const countOn = (display: string): string =>
  `'${display}', (SELECT count(*) FROM fixation x WHERE x.account_id = r.account_id AND x.recording_id = r.name AND x.display = '${display}')`;
const LISTED = `r.id, r.account_id AS "accountId", r.username, r.name, r.flight_id AS "flightId", r.seat, r.tracker, r.rate_hz AS "rateHz",
  r.calibration, r.started_at AS "startedAt", r.created_at AS "createdAt",
  json_build_object(${['ecam', 'efis', 'pfd'].map(countOn).join(', ')}) AS fixations`;

const columnsOf = ({ recording_id, flight, rate_hz, started_at, ...others }: Partial<RecordingDraft>) => ({
  ...others,
  ...(recording_id !== undefined && { name: recording_id }),
  ...(flight !== undefined && { flightId: flight }),
  ...(rate_hz !== undefined && { rateHz: rate_hz }),
  ...(started_at !== undefined && { startedAt: started_at }),
});

@Injectable()
export class RecordingStore {
  constructor(private readonly database: Database) {}

  /** Returns one page, newest first, each row with the count of all. */
  list(
    { accountId = null, flightId = null, name = null }: { [K in keyof Among]: Among[K] | null },
    limit: number,
    offset: number,
  ): Promise<(ListedRecording & { count: number })[]> {
    return this.database.prepared(
      'recording.list',
      `WITH page AS (
         SELECT *, count(*) OVER ()::int AS count FROM recording
          WHERE ($1::int IS NULL OR account_id = $1) AND ($2::uuid IS NULL OR flight_id = $2) AND ($3::text IS NULL OR name = $3)
          ORDER BY created_at DESC, id DESC LIMIT $4 OFFSET $5)
       SELECT ${LISTED}, r.count FROM page r ORDER BY r.created_at DESC, r.id DESC`,
      [accountId, flightId, name, limit, offset],
    );
  }

  async find(id: string): Promise<ListedRecording | undefined> {
    const [recording] = await this.database.prepared<ListedRecording>(
      'recording.find',
      `SELECT ${LISTED} FROM recording r WHERE r.id = $1`,
      [id],
    );
    return recording;
  }

  async insert(
    id: string,
    owner: { readonly accountId: number; readonly username: string },
    recording: RecordingDraft,
  ): Promise<void> {
    await mapConstraints(constraints, () =>
      this.database.entities((manager) =>
        manager.insert(Recording, { id, ...owner, ...columnsOf(recording) }),
      ),
    );
  }

  /** A new name renames the rows, too. */
  async update(
    tx: EntityManager,
    { id, accountId, name }: Pick<Recording, 'id' | 'accountId' | 'name'>,
    change: Partial<RecordingDraft>,
  ): Promise<void> {
    const columns = columnsOf(change);
    if (Object.keys(columns).length === 0) return;
    await mapConstraints(constraints, () => tx.update(Recording, { id }, columns));
    if (change.recording_id !== undefined && change.recording_id !== name)
      await tx.query('UPDATE fixation SET recording_id = $3 WHERE account_id = $1 AND recording_id = $2', [
        accountId,
        name,
        change.recording_id,
      ]);
  }

  async remove(
    tx: EntityManager,
    { id, accountId, name }: Pick<Recording, 'id' | 'accountId' | 'name'>,
  ): Promise<void> {
    await tx.query('DELETE FROM fixation WHERE account_id = $1 AND recording_id = $2', [accountId, name]);
    await tx.delete(Recording, { id });
  }
}
