import type { EquipmentBody, EquipmentPatch, EquipmentQuery, EquipmentView, Units } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

const COLUMNS = 'id, equipment_type, model, installation_date::text AS installation_date, status';
/* With the table's name: else the columns of the answer, which are made from them, would be sorted. */
const orders: Readonly<Record<string, string>> = {
  id: 'equipment.id',
  '-id': 'equipment.id DESC',
  installation_date: 'equipment.installation_date, equipment.id',
  '-installation_date': 'equipment.installation_date DESC, equipment.id DESC',
};

/** The pieces of equipment in the record. */
@Injectable()
export class EquipmentStore {
  constructor(private readonly database: Database) {}

  list({ equipment_type, status, ordering, limit }: EquipmentQuery): Promise<EquipmentView[]> {
    return this.database.prepared(
      `equipment.list.${ordering}`,
      `SELECT ${COLUMNS} FROM equipment
        WHERE ($1::text IS NULL OR equipment_type = $1) AND ($2::boolean IS NULL OR status = $2)
        ORDER BY ${orders[ordering]} LIMIT $3`,
      [equipment_type, status, limit],
    );
  }

  async create({ equipment_type, model, installation_date, status }: EquipmentBody): Promise<EquipmentView> {
    const [row] = await this.database.prepared<EquipmentView>(
      'equipment.create',
      `INSERT INTO equipment (equipment_type, model, installation_date, status)
       VALUES ($1, $2, $3, coalesce($4, true)) RETURNING ${COLUMNS}`,
      [equipment_type, model, installation_date, status],
    );
    return row!;
  }

  async find(id: number): Promise<EquipmentView | undefined> {
    const [row] = await this.database.prepared<EquipmentView>(
      'equipment.find',
      `SELECT ${COLUMNS} FROM equipment WHERE id = $1`,
      [id],
    );
    return row;
  }

  /** What is not given stays; undefined when there is no such equipment. */
  async change(id: number, patch: EquipmentPatch): Promise<EquipmentView | undefined> {
    const [row] = await this.database.prepared<EquipmentView>(
      'equipment.change',
      `UPDATE equipment SET equipment_type = coalesce($2, equipment_type), model = coalesce($3, model),
         installation_date = coalesce($4, installation_date), status = coalesce($5, status)
        WHERE id = $1 RETURNING ${COLUMNS}`,
      [id, patch.equipment_type, patch.model, patch.installation_date, patch.status],
    );
    return row;
  }

  /** With its alerts; false when there is none. Its readings count as gone from then on. */
  async remove(tx: EntityManager, id: number): Promise<boolean> {
    const rows = await this.database.preparedIn(
      tx,
      'equipment.remove',
      'DELETE FROM equipment WHERE id = $1 RETURNING 1',
      [id],
    );
    return rows.length === 1;
  }

  async exists(id: number): Promise<boolean> {
    const rows = await this.database.prepared('equipment.exists', 'SELECT 1 FROM equipment WHERE id = $1', [
      id,
    ]);
    return rows.length === 1;
  }

  /**
   * Those of the ids that exist, with their units. They cannot be removed before the transaction ends: what it writes
   * about them never outlives them.
   */
  async hold(tx: EntityManager, ids: readonly number[]): Promise<Map<number, Units | null>> {
    const rows = await this.database.preparedIn<{ id: number; units: Units | null }>(
      tx,
      'equipment.hold',
      'SELECT id, units FROM equipment WHERE id = ANY($1::bigint[]) ORDER BY equipment.id FOR KEY SHARE',
      [ids],
    );
    return new Map(rows.map(({ id, units }) => [id, units]));
  }

  /** Locks a row against others that lock it, but not against writers of readings; false when there is none. */
  async lock(tx: EntityManager, id: number): Promise<boolean> {
    const rows = await this.database.preparedIn(
      tx,
      'equipment.lock',
      'SELECT 1 FROM equipment WHERE id = $1 FOR NO KEY UPDATE',
      [id],
    );
    return rows.length === 1;
  }

  /** Units other than the default ones; undefined when there is no such equipment. */
  async unitsOf(id: number): Promise<Units | undefined> {
    const [row] = await this.database.prepared<{ units: Units | null }>(
      'equipment.units',
      'SELECT units FROM equipment WHERE id = $1',
      [id],
    );
    return row && (row.units ?? {});
  }

  /** Units of those of the equipment that have other ones. */
  async otherUnits(tx: EntityManager, ids: readonly number[]): Promise<Map<number, Units>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.preparedIn<{ id: number; units: Units }>(
      tx,
      'equipment.other-units',
      'SELECT id, units FROM equipment WHERE id = ANY($1::bigint[]) AND units IS NOT NULL',
      [ids],
    );
    return new Map(rows.map(({ id, units }) => [id, units]));
  }

  /** False when there is no such equipment. The record keeps its units, so readings from before are shown in the new ones. */
  async setUnits(id: number, units: Units): Promise<boolean> {
    const rows = await this.database.prepared(
      'equipment.set-units',
      "UPDATE equipment SET units = nullif($2::jsonb, '{}') WHERE id = $1 RETURNING 1",
      [id, JSON.stringify(units)],
    );
    return rows.length === 1;
  }
}
