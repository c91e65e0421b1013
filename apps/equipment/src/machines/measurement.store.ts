import type { EquipmentType, MeasurementBody, MeasurementPatch, MeasurementView } from '@argus/contracts';
import { Database, mapConstraints } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

const COLUMNS = 'id, equipment_type, name, unit, description';

/** The further measurements that are defined. */
@Injectable()
export class MeasurementStore {
  constructor(private readonly database: Database) {}

  /** By type and name; of all types where none is given. */
  list(type?: EquipmentType): Promise<MeasurementView[]> {
    return this.database.prepared(
      'measurement.list',
      `SELECT ${COLUMNS} FROM measurement WHERE $1::text IS NULL OR equipment_type = $1 ORDER BY equipment_type, name`,
      [type],
    );
  }

  /** Those of the equipment's type, by name. */
  ofEquipment(equipmentId: number): Promise<{ name: string; unit: string }[]> {
    return this.database.prepared(
      'measurement.of-equipment',
      `SELECT name, unit FROM measurement JOIN equipment USING (equipment_type) WHERE equipment.id = $1 ORDER BY name`,
      [equipmentId],
    );
  }

  async find(id: number): Promise<MeasurementView | undefined> {
    const [row] = await this.database.prepared<MeasurementView>(
      'measurement.find',
      `SELECT ${COLUMNS} FROM measurement WHERE id = $1`,
      [id],
    );
    return row;
  }

  async count(tx: EntityManager, type: EquipmentType): Promise<number> {
    const [row] = await tx.query<{ count: number }[]>(
      'SELECT count(*) FROM measurement WHERE equipment_type = $1',
      [type],
    );
    return row!.count;
  }

  /** Throws MEASUREMENT_EXISTS. */
  async create(
    tx: EntityManager,
    { equipment_type, name, unit, description = '' }: MeasurementBody,
  ): Promise<MeasurementView> {
    const [row] = await mapConstraints({ UQ_measurement_name: 'MEASUREMENT_EXISTS' }, () =>
      this.database.preparedIn<MeasurementView>(
        tx,
        'measurement.create',
        `INSERT INTO measurement (equipment_type, name, unit, description) VALUES ($1, $2, $3, $4) RETURNING ${COLUMNS}`,
        [equipment_type, name, unit, description],
      ),
    );
    return row!;
  }

  /** What is not given stays; undefined when there is no such measurement. */
  async change(id: number, { unit, description }: MeasurementPatch): Promise<MeasurementView | undefined> {
    const [row] = await this.database.prepared<MeasurementView>(
      'measurement.change',
      `UPDATE measurement SET unit = coalesce($2, unit), description = coalesce($3, description)
        WHERE id = $1 RETURNING ${COLUMNS}`,
      [id, unit, description],
    );
    return row;
  }

  async remove(tx: EntityManager, id: number): Promise<void> {
    await this.database.preparedIn(tx, 'measurement.remove', 'DELETE FROM measurement WHERE id = $1', [id]);
  }

  /** What the types of these pieces of equipment have, by equipment. */
  async ofTypes(tx: EntityManager, equipmentIds: readonly number[]): Promise<Map<number, TypeMeasurements>> {
    const rows = await this.database.preparedIn<TypeMeasurements & { id: number }>(
      tx,
      'measurement.of-types',
      `SELECT equipment.id, equipment_type AS type,
              coalesce(jsonb_object_agg(name, unit) FILTER (WHERE name IS NOT NULL), '{}') AS units
         FROM equipment LEFT JOIN measurement USING (equipment_type)
        WHERE equipment.id = ANY($1::bigint[]) GROUP BY equipment.id`,
      [equipmentIds],
    );
    return new Map(rows.map(({ id, ...measurements }) => [id, measurements]));
  }

  /** Names of each equipment type that has any, in alphabetical order. */
  async namesByType(tx?: EntityManager): Promise<Map<string, string[]>> {
    const sql =
      'SELECT equipment_type AS type, array_agg(name ORDER BY name) AS names FROM measurement GROUP BY 1';
    const rows = tx
      ? await tx.query<{ type: string; names: string[] }[]>(sql)
      : await this.database.query<{ type: string; names: string[] }>(sql);
    return new Map(rows.map(({ type, names }) => [type, names]));
  }

  /** Names that rules about this equipment, this type or, with neither, any equipment may use. */
  async namesFor(equipmentId: number | null, type: EquipmentType | null): Promise<string[]> {
    const rows = await this.database.query<{ name: string }>(
      `SELECT DISTINCT name FROM measurement
        WHERE ($1::bigint IS NULL OR equipment_type = (SELECT equipment_type FROM equipment WHERE id = $1))
          AND ($2::text IS NULL OR equipment_type = $2) ORDER BY name`,
      [equipmentId, type],
    );
    return rows.map(({ name }) => name);
  }
}

export interface TypeMeasurements {
  readonly type: EquipmentType;
  /** By name. */
  readonly units: Readonly<Record<string, string>>;
}
