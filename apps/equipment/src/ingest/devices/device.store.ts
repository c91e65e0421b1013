import type { DeviceConnection, DeviceQuery, DeviceRefusalCause } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Device } from './device.entity.js';

/** A device as it is shown: without its hash. */
export interface DeviceRow {
  readonly id: number;
  readonly name: string;
  /** Null for all. */
  readonly equipment: number[] | null;
  readonly createdByName: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly lastRefusedAt: Date | null;
  readonly lastRefusalCause: DeviceRefusalCause | null;
  readonly revokedAt: Date | null;
}

/** What decides whether a device is let in. */
export interface JudgedDevice {
  readonly version: number;
  readonly hasPassword: boolean;
  readonly isRevoked: boolean;
  /** Null for all. */
  readonly equipment: number[] | null;
}

type NewDevice = Pick<Device, 'name' | 'passwordHash' | 'isForAll' | 'createdBy' | 'createdByName'>;
type Change = Partial<Pick<Device, 'name' | 'passwordHash' | 'isForAll'>> & {
  readonly revokedAt?: () => string;
};

const EQUIPMENT = `CASE WHEN d.is_for_all THEN NULL ELSE ARRAY(
  SELECT equipment_id FROM device_equipment WHERE device_id = d.id ORDER BY equipment_id)::float8[] END AS equipment`;
const COLUMNS = `d.id, d.name, ${EQUIPMENT}, d.created_by_name AS "createdByName", d.created_at AS "createdAt",
  d.last_used_at AS "lastUsedAt", d.last_refused_at AS "lastRefusedAt", d.last_refusal_cause AS "lastRefusalCause",
  d.revoked_at AS "revokedAt"`;
/* A device may connect many times a minute. */
const NOTED_EVERY = `interval '1 minute'`;

@Injectable()
export class DeviceStore {
  constructor(private readonly database: Database) {}

  /** Returns one page, newest first, each row with the count of all. */
  list(
    { include_revoked }: DeviceQuery,
    limit: number,
    offset: number,
  ): Promise<(DeviceRow & { count: number })[]> {
    const which = include_revoked ? 'true' : 'd.revoked_at IS NULL';
    return this.database.query(
      `SELECT ${COLUMNS}, (SELECT count(*) FROM device d WHERE ${which}) FROM device d
        WHERE ${which} ORDER BY d.id DESC LIMIT $1 OFFSET $2`,
      [limit, offset],
    );
  }

  async find(id: number, tx?: EntityManager): Promise<DeviceRow | undefined> {
    const sql = `SELECT ${COLUMNS} FROM device d WHERE d.id = $1`;
    const [row] = tx
      ? await this.database.preparedIn<DeviceRow>(tx, 'device.find', sql, [id])
      : await this.database.prepared<DeviceRow>('device.find', sql, [id]);
    return row;
  }

  /** Locks the making of devices until the commit, so that the limit holds. */
  async countActiveOf(tx: EntityManager, createdBy: number | null): Promise<number> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.devices', 0))`);
    const [row] = await tx.query<[{ count: number }]>(
      'SELECT count(*) FROM device WHERE created_by IS NOT DISTINCT FROM $1 AND revoked_at IS NULL',
      [createdBy],
    );
    return row.count;
  }

  /** Forgets the oldest revoked devices of an account. */
  async forgetRevoked(tx: EntityManager, createdBy: number | null, kept: number): Promise<void> {
    await tx.query(
      `DELETE FROM device WHERE id IN (SELECT id FROM device WHERE created_by IS NOT DISTINCT FROM $1
        AND revoked_at IS NOT NULL ORDER BY revoked_at DESC, id DESC OFFSET $2)`,
      [createdBy, kept],
    );
  }

  async insert(tx: EntityManager, device: NewDevice): Promise<number> {
    const row = tx.create(Device, device);
    await tx.insert(Device, row);
    return row.id;
  }

  /** Changes a device that is not revoked, and ends its connections unless only its name changes. Returns false if there is none. */
  async change(tx: EntityManager, id: number, change: Change): Promise<boolean> {
    const endsConnections = Object.keys(change).some((column) => column !== 'name');
    const { affected } = await tx
      .createQueryBuilder()
      .update(Device)
      .set({ ...change, ...(endsConnections && { version: () => 'version + 1' }) })
      .where('id = :id AND revoked_at IS NULL', { id })
      .execute();
    return affected === 1;
  }

  /** Names the equipment of a device anew. Returns the ids of which there is no equipment. */
  async setEquipment(tx: EntityManager, id: number, equipment: readonly number[]): Promise<number[]> {
    await tx.query('DELETE FROM device_equipment WHERE device_id = $1', [id]);
    const found = await tx.query<{ equipment_id: number }[]>(
      `INSERT INTO device_equipment (device_id, equipment_id)
       SELECT $1, id FROM equipment WHERE id = ANY($2::bigint[]) ORDER BY id FOR KEY SHARE RETURNING equipment_id`,
      [id, equipment],
    );
    const known = new Set(found.map(({ equipment_id }) => equipment_id));
    return equipment.filter((each) => !known.has(each));
  }

  /** Takes a machine from the devices that name it, and ends their connections. Returns these devices. */
  async withoutEquipment(tx: EntityManager, equipmentId: number): Promise<number[]> {
    const rows = await this.database.preparedIn<{ id: number }>(
      tx,
      'device.without-equipment',
      `WITH taken AS (DELETE FROM device_equipment WHERE equipment_id = $1 RETURNING device_id)
       UPDATE device SET version = version + 1 WHERE id IN (SELECT device_id FROM taken) AND revoked_at IS NULL
       RETURNING id`,
      [equipmentId],
    );
    return rows.map(({ id }) => id);
  }

  async judge(id: number, passwordHash: Uint8Array): Promise<JudgedDevice | undefined> {
    const [device] = await this.database.prepared<JudgedDevice>(
      'device.judge',
      `SELECT d.version, d.password_hash = $2 AS "hasPassword", d.revoked_at IS NOT NULL AS "isRevoked", ${EQUIPMENT}
         FROM device d WHERE d.id = $1`,
      [id, passwordHash],
    );
    return device;
  }

  async noteUse(id: number): Promise<void> {
    await this.database.prepared(
      'device.note-use',
      `UPDATE device SET last_used_at = now()
        WHERE id = $1 AND coalesce(last_used_at < now() - ${NOTED_EVERY}, true)`,
      [id],
    );
  }

  async noteRefusal(id: number, cause: DeviceRefusalCause): Promise<void> {
    await this.database.prepared(
      'device.note-refusal',
      `UPDATE device SET last_refused_at = now(), last_refusal_cause = $2 WHERE id = $1
          AND (last_refusal_cause IS DISTINCT FROM $2 OR coalesce(last_refused_at < now() - ${NOTED_EVERY}, true))`,
      [id, cause],
    );
  }

  /** Returns the ids of at most so many devices that may publish readings of the equipment; undefined if there is no such. */
  async publishersOf(equipmentId: number, limit: number): Promise<number[] | undefined> {
    const [found] = await this.database.prepared<{ devices: number[] }>(
      'device.publishers-of',
      `SELECT ARRAY(SELECT d.id FROM device d WHERE d.revoked_at IS NULL AND (d.is_for_all OR EXISTS
           (SELECT FROM device_equipment WHERE device_id = d.id AND equipment_id = e.id))
         ORDER BY d.last_used_at DESC NULLS LAST, d.id LIMIT $2)::float8[] AS devices FROM equipment e WHERE e.id = $1`,
      [equipmentId, limit],
    );
    return found?.devices;
  }

  /** Returns those of the connections whose device is gone, revoked or has other rights now. */
  async ended(connections: readonly (DeviceConnection & { readonly id: number })[]): Promise<string[]> {
    const rows = await this.database.prepared<{ username: string }>(
      'device.ended',
      `SELECT c.username FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS c (username, id, version)
        WHERE NOT EXISTS (SELECT FROM device d WHERE d.id = c.id AND d.version = c.version AND d.revoked_at IS NULL)`,
      [
        connections.map(({ username }) => username),
        connections.map(({ id }) => id),
        connections.map(({ version }) => version),
      ],
    );
    return rows.map(({ username }) => username);
  }
}
