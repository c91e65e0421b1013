import { type AlertBody, type AlertPatch, type AlertQuery, type AlertView, Instant } from '@argus/contracts';
import { Database, mapConstraints } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { microInstant } from '../../machines/micro-instant.js';
import { nextIds } from '../../machines/next-ids.store.js';
import { Alert } from './alert.entity.js';

const COLUMNS = `id, description, (raised_at AT TIME ZONE 'UTC')::text AS timestamp,
  equipment_id AS equipment`;
const orders: Readonly<Record<string, string>> = {
  id: 'alert.id',
  '-id': 'alert.id DESC',
  timestamp: 'raised_at, alert.id',
  '-timestamp': 'raised_at DESC, alert.id DESC',
};
/* The machine was deleted between the check and the insert. */
const removedMeanwhile = { FK_alert_equipment: 'NOT_FOUND' };

/** Reads and writes by SQL, because clients see the microseconds of `raised_at`. */
@Injectable()
export class AlertStore {
  constructor(private readonly database: Database) {}

  async list({ equipment, from, to, ordering, limit }: AlertQuery): Promise<AlertView[]> {
    const rows = await this.database.prepared<AlertView>(
      `alert.list.${ordering}`,
      `SELECT ${COLUMNS} FROM alert
        WHERE ($1::bigint IS NULL OR equipment_id = $1) AND ($2::timestamptz IS NULL OR raised_at >= $2)
          AND ($3::timestamptz IS NULL OR raised_at < $3)
        ORDER BY ${orders[ordering]} LIMIT $4`,
      [equipment, from, to, limit],
    );
    return rows.map(view);
  }

  async create({ description, equipment }: AlertBody): Promise<AlertView> {
    const [row] = await mapConstraints(removedMeanwhile, () =>
      this.database.prepared<AlertView>(
        'alert.create',
        `INSERT INTO alert (description, equipment_id) VALUES ($1, $2) RETURNING ${COLUMNS}`,
        [description, equipment],
      ),
    );
    return view(row!);
  }

  /** Inserts alerts. Returns their ids in the order given. */
  async raise(
    tx: EntityManager,
    alerts: readonly { equipmentId: number; at: number; description: string }[],
  ): Promise<number[]> {
    if (alerts.length === 0) return [];
    const ids = await nextIds(this.database, tx, 'alert', alerts.length);
    this.database.sendIn(
      tx,
      'alert.raise',
      `INSERT INTO alert (id, equipment_id, raised_at, description) OVERRIDING SYSTEM VALUE
       SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::text[])`,
      [
        ids,
        alerts.map(({ equipmentId }) => equipmentId),
        alerts.map(({ at }) => Instant.ofMs(at)),
        alerts.map(({ description }) => description),
      ],
    );
    return ids;
  }

  async find(id: number): Promise<AlertView | undefined> {
    const [row] = await this.database.prepared<AlertView>(
      'alert.find',
      `SELECT ${COLUMNS} FROM alert WHERE id = $1`,
      [id],
    );
    return row && view(row);
  }

  /** Fields that are not given stay. Returns undefined if there is no such alert. */
  async change(id: number, { description, equipment }: AlertPatch): Promise<AlertView | undefined> {
    const [row] = await mapConstraints(removedMeanwhile, () =>
      this.database.prepared<AlertView>(
        'alert.change',
        `UPDATE alert SET description = coalesce($2, description), equipment_id = coalesce($3, equipment_id)
          WHERE id = $1 RETURNING ${COLUMNS}`,
        [id, description, equipment],
      ),
    );
    return row && view(row);
  }

  async remove(id: number): Promise<boolean> {
    const { affected } = await this.database.entities((manager) => manager.delete(Alert, id));
    return affected === 1;
  }
}

const view = (row: AlertView): AlertView => ({ ...row, timestamp: microInstant(row.timestamp) });
