import { Instant } from '@argus/contracts';
import type { SourceState } from '@argus/alarms';
import { Database, type StoredTime } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

export interface StoredCheckpoint {
  readonly at: number;
  readonly state: SourceState;
}

interface CheckpointRow {
  id: number;
  at: StoredTime;
  signals: string[];
  layout: [number, number][];
  memory: Buffer;
}

const toBytes = ({ memory }: SourceState): Buffer =>
  Buffer.from(memory.buffer, memory.byteOffset, memory.byteLength);

const fromBytes = (bytes: Buffer): Float64Array => new Float64Array(new Uint8Array(bytes).buffer);

/** States of rules at times in the past, from which replays start. */
@Injectable()
export class CheckpointStore {
  constructor(private readonly database: Database) {}

  /** Deletes checkpoints from each time on, which are no longer true; returns the newest ones before. */
  async rewind(
    tx: EntityManager,
    places: readonly { equipmentId: number; before: number }[],
  ): Promise<Map<number, StoredCheckpoint>> {
    const values = [
      places.map(({ equipmentId }) => equipmentId),
      places.map(({ before }) => (before === Infinity ? 'infinity' : Instant.ofMs(before))),
    ];
    this.database.sendIn(
      tx,
      'checkpoint.drop',
      `DELETE FROM checkpoint c USING unnest($1::bigint[], $2::timestamptz[]) AS p (equipment_id, before)
        WHERE c.equipment_id = p.equipment_id AND c.at >= p.before`,
      values,
    );
    const rows = await this.database.preparedIn<CheckpointRow>(
      tx,
      'checkpoint.newest',
      `SELECT p.equipment_id AS id, c.at, c.signals, c.layout, c.memory
         FROM unnest($1::bigint[]) AS p (equipment_id),
      LATERAL (SELECT at, signals, layout, memory FROM checkpoint WHERE equipment_id = p.equipment_id
                ORDER BY at DESC LIMIT 1) c`,
      [values[0]],
    );
    return new Map(
      rows.map(({ id, at, signals, layout, memory }) => [
        id,
        { at: at.ms, state: { signals, layout, memory: fromBytes(memory) } },
      ]),
    );
  }

  /** Adds checkpoints and deletes older ones that no late reading can need any more. */
  async add(
    tx: EntityManager,
    checkpoints: readonly { equipmentId: number; at: number; state: SourceState; neededFrom: number }[],
  ): Promise<void> {
    if (checkpoints.length === 0) return;
    const ids = checkpoints.map(({ equipmentId }) => equipmentId);
    this.database.sendIn(
      tx,
      'checkpoint.add',
      `INSERT INTO checkpoint (equipment_id, at, signals, layout, memory)
       SELECT equipment_id, at, ARRAY(SELECT jsonb_array_elements_text(signals)), layout, memory
         FROM unnest($1::bigint[], $2::timestamptz[], $3::jsonb[], $4::jsonb[], $5::bytea[])
              AS n (equipment_id, at, signals, layout, memory)
       ON CONFLICT (equipment_id, at) DO UPDATE
         SET signals = excluded.signals, layout = excluded.layout, memory = excluded.memory`,
      [
        ids,
        checkpoints.map(({ at }) => Instant.ofMs(at)),
        checkpoints.map(({ state }) => JSON.stringify(state.signals)),
        checkpoints.map(({ state }) => JSON.stringify(state.layout)),
        checkpoints.map(({ state }) => toBytes(state)),
      ],
    );
    this.database.sendIn(
      tx,
      'checkpoint.prune',
      `DELETE FROM checkpoint c USING unnest($1::bigint[], $2::timestamptz[]) AS p (equipment_id, needed_from)
        WHERE c.equipment_id = p.equipment_id
          AND c.at < (SELECT max(at) FROM checkpoint k
                       WHERE k.equipment_id = p.equipment_id AND k.at < p.needed_from)`,
      [ids, checkpoints.map(({ neededFrom }) => Instant.ofMs(neededFrom))],
    );
  }
}
