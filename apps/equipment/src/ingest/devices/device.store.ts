import type { DeviceConnection, DeviceQuery, DeviceRights } from '@argus/contracts';
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
  readonly revokedAt: Date | null;
}

type NewDevice = Pick<Device, 'name' | 'passwordHash' | 'isForAll' | 'createdBy' | 'createdByName'>;
type Change = Partial<Pick<Device, 'name' | 'passwordHash' | 'isForAll'>> & {
  readonly revokedAt?: () => string;
};

const EQUIPMENT = `CASE WHEN d.is_for_all THEN NULL ELSE ARRAY(
  SELECT equipment_id FROM device_equipment WHERE device_id = d.id ORDER BY equipment_id)::float8[] END AS equipment`;
const COLUMNS = `d.id, d.name, ${EQUIPMENT}, d.created_by_name AS "createdByName", d.created_at AS "createdAt",
  d.last_used_at AS "lastUsedAt", d.revoked_at AS "revokedAt"`;
/* A device may connect many times a minute. */
const USE_IS_NOTED_EVERY = `interval '1 minute'`;

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

  /** Returns the rights of the device that has this password, and notes its use. */
  async admit(id: number, passwordHash: Uint8Array): Promise<DeviceRights | undefined> {
    const [rights] = await this.database.prepared<DeviceRights>(
      'device.admit',
      `WITH noted AS (UPDATE device SET last_used_at = now() WHERE id = $1 AND password_hash = $2 AND revoked_at IS NULL
         AND coalesce(last_used_at < now() - ${USE_IS_NOTED_EVERY}, true))
       SELECT d.version, ${EQUIPMENT} FROM device d WHERE d.id = $1 AND d.password_hash = $2 AND d.revoked_at IS NULL`,
      [id, passwordHash],
    );
    return rights;
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
