import type { EquipmentType, MeasurementBody, MeasurementPatch, MeasurementView } from '@argus/contracts';
import { Database, mapConstraints } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Measurement } from './measurement.entity.js';

/** Definitions of further measurements. */
@Injectable()
export class MeasurementStore {
  constructor(private readonly database: Database) {}

  /** Sorted by type and name; of all types unless one is given. */
  async list(type?: EquipmentType): Promise<MeasurementView[]> {
    const measurements = await this.database.entities((manager) =>
      manager.find(Measurement, {
        where: type === undefined ? {} : { equipmentType: type },
        order: { equipmentType: 'ASC', name: 'ASC' },
      }),
    );
    return measurements.map(view);
  }

  /** Returns what is defined for the machine's type, sorted by name. */
  ofEquipment(equipmentId: number): Promise<{ name: string; unit: string }[]> {
    return this.database.prepared(
      'measurement.of-equipment',
      `SELECT name, unit FROM measurement JOIN equipment USING (equipment_type) WHERE equipment.id = $1 ORDER BY name`,
      [equipmentId],
    );
  }

  async find(id: number): Promise<MeasurementView | undefined> {
    const measurement = await this.database.entities((manager) => manager.findOneBy(Measurement, { id }));
    return measurement ? view(measurement) : undefined;
  }

  count(tx: EntityManager, equipmentType: EquipmentType): Promise<number> {
    return tx.countBy(Measurement, { equipmentType });
  }

  /** Throws MEASUREMENT_EXISTS. */
  create(
    tx: EntityManager,
    { equipment_type: equipmentType, name, unit, description = '' }: MeasurementBody,
  ): Promise<MeasurementView> {
    return mapConstraints({ UQ_measurement_name: 'MEASUREMENT_EXISTS' }, async () => {
      const measurement = tx.create(Measurement, { equipmentType, name, unit, description });
      await tx.insert(Measurement, measurement);
      return view(measurement);
    });
  }

  /** Fields that are not given stay. Returns undefined if there is no such measurement. */
  async change(
    tx: EntityManager,
    id: number,
    { unit, description }: MeasurementPatch,
  ): Promise<MeasurementView | undefined> {
    const columns = {
      ...(unit !== undefined && { unit }),
      ...(description !== undefined && { description }),
    };
    if (Object.keys(columns).length > 0) await tx.update(Measurement, id, columns);
    const measurement = await tx.findOneBy(Measurement, { id });
    return measurement ? view(measurement) : undefined;
  }

  async remove(tx: EntityManager, id: number): Promise<void> {
    await tx.delete(Measurement, id);
  }

  /** Returns by machine what is defined for its type. */
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

  /** Returns the names of each equipment type that has any, sorted. */
  async namesByType(tx?: EntityManager): Promise<Map<string, string[]>> {
    const sql =
      'SELECT equipment_type AS type, array_agg(name ORDER BY name) AS names FROM measurement GROUP BY 1';
    const rows = tx
      ? await tx.query<{ type: string; names: string[] }[]>(sql)
      : await this.database.query<{ type: string; names: string[] }>(sql);
    return new Map(rows.map(({ type, names }) => [type, names]));
  }

  /** Returns the names of `unitsFor`, each once. */
  async namesFor(equipmentId: number | null, type: EquipmentType | null): Promise<string[]> {
    return [...new Set((await this.unitsFor(equipmentId, type)).map(({ name }) => name))];
  }

  /** Returns what a rule may look at: about this machine, this type, or (with neither) any equipment. */
  unitsFor(equipmentId: number | null, type: EquipmentType | null): Promise<SignalUnit[]> {
    return this.database.query<SignalUnit>(
      `SELECT DISTINCT name, unit FROM measurement
        WHERE ($1::bigint IS NULL OR equipment_type = (SELECT equipment_type FROM equipment WHERE id = $1))
          AND ($2::text IS NULL OR equipment_type = $2) ORDER BY name, unit`,
      [equipmentId, type],
    );
  }
}

/** A further measurement by name, in the unit of one type. */
export interface SignalUnit {
  readonly name: string;
  readonly unit: string;
}

export interface TypeMeasurements {
  readonly type: EquipmentType;
  /** By name. */
  readonly units: Readonly<Record<string, string>>;
}

const view = ({ id, equipmentType, name, unit, description }: Measurement): MeasurementView => ({
  id,
  equipment_type: equipmentType,
  name,
  unit,
  description,
});
