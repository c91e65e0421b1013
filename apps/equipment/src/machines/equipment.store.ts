import type { EquipmentBody, EquipmentPatch, EquipmentQuery, EquipmentView, Units } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Equipment } from './equipment.entity.js';

const COLUMNS = 'id, equipment_type, model, installation_date::text AS installation_date, status';
/* With the table's name, since the columns of the answer would be sorted otherwise. */
const orders: Readonly<Record<string, string>> = {
  id: 'equipment.id',
  '-id': 'equipment.id DESC',
  installation_date: 'equipment.installation_date, equipment.id',
  '-installation_date': 'equipment.installation_date DESC, equipment.id DESC',
};

/** Reads by prepared SQL, because every reading, alert and dashboard asks for machines (ADR 43); changes through the repository. */
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

  async create(body: EquipmentBody): Promise<EquipmentView> {
    return this.database.entities(async (manager) => {
      const machine = manager.create(Equipment, columnsOf(body));
      await manager.insert(Equipment, machine);
      return view(machine);
    });
  }

  async find(id: number): Promise<EquipmentView | undefined> {
    const [row] = await this.database.prepared<EquipmentView>(
      'equipment.find',
      `SELECT ${COLUMNS} FROM equipment WHERE id = $1`,
      [id],
    );
    return row;
  }

  /** Fields that are not given stay. Returns undefined if there is no such machine. */
  async change(tx: EntityManager, id: number, patch: EquipmentPatch): Promise<EquipmentView | undefined> {
    const columns = columnsOf(patch);
    if (Object.keys(columns).length > 0) await tx.update(Equipment, id, columns);
    const machine = await tx.findOneBy(Equipment, { id });
    return machine ? view(machine) : undefined;
  }

  /** Deletes the machine and, by foreign keys, its alerts; its readings are no longer shown. Returns false if there is none. */
  async remove(tx: EntityManager, id: number): Promise<boolean> {
    return (await tx.delete(Equipment, id)).affected === 1;
  }

  async exists(id: number): Promise<boolean> {
    const rows = await this.database.prepared('equipment.exists', 'SELECT 1 FROM equipment WHERE id = $1', [
      id,
    ]);
    return rows.length === 1;
  }

  /**
   * Locks machines in the order of their ids against removal, so that nothing written about them outlives them. Returns
   * the units of those that exist.
   */
  async lockAgainstRemoval(tx: EntityManager, ids: readonly number[]): Promise<Map<number, Units | null>> {
    const rows = await this.database.preparedIn<{ id: number; units: Units | null }>(
      tx,
      'equipment.lock-against-removal',
      'SELECT id, units FROM equipment WHERE id = ANY($1::bigint[]) ORDER BY equipment.id FOR KEY SHARE',
      [ids],
    );
    return new Map(rows.map(({ id, units }) => [id, units]));
  }

  /** Locks a machine against other calls of `lock`, but not against writers of readings. Returns false if there is none. */
  async lock(tx: EntityManager, id: number): Promise<boolean> {
    const rows = await this.database.preparedIn(
      tx,
      'equipment.lock',
      'SELECT 1 FROM equipment WHERE id = $1 FOR NO KEY UPDATE',
      [id],
    );
    return rows.length === 1;
  }

  /** Returns the units that differ from the default ones; undefined if there is no such machine. */
  async unitsOf(id: number): Promise<Units | undefined> {
    const [row] = await this.database.prepared<{ units: Units | null }>(
      'equipment.units',
      'SELECT units FROM equipment WHERE id = $1',
      [id],
    );
    return row && (row.units ?? {});
  }

  /** Returns the units of those machines that have other ones than the default. */
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

  /** Changes only how readings are sent and shown: stored values keep their units. Returns false if there is no such machine. */
  async setUnits(id: number, units: Units): Promise<boolean> {
    const { affected } = await this.database.entities((manager) =>
      manager.update(Equipment, id, { units: Object.keys(units).length > 0 ? units : null }),
    );
    return affected === 1;
  }
}

type Columns = Partial<Pick<Equipment, 'equipmentType' | 'model' | 'installationDate' | 'status'>>;

const columnsOf = ({ equipment_type, model, installation_date, status }: EquipmentPatch): Columns => ({
  ...(equipment_type !== undefined && { equipmentType: equipment_type }),
  ...(model !== undefined && { model }),
  ...(installation_date !== undefined && { installationDate: installation_date }),
  ...(status !== undefined && { status }),
});

const view = ({ id, equipmentType, model, installationDate, status }: Equipment): EquipmentView => ({
  id,
  equipment_type: equipmentType,
  model,
  installation_date: installationDate,
  status,
});
