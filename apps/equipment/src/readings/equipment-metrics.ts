import { DomainError, found, type Metric, metrics, metricUnits } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { EquipmentStore } from '../machines/equipment.store.js';
import { MeasurementStore } from '../machines/measurement.store.js';
import { fromRecord } from './units.js';

/** What an equipment measures: one of the three that all have, or a further measurement of its type. */
export interface EquipmentMetric {
  readonly name: string;
  /** The column of the record; undefined for a further measurement. */
  readonly column: Metric | undefined;
  /** As clients see it. */
  readonly unit: string;
  /** A value of the record in that unit. */
  readonly shown: (value: number) => number;
}

@Injectable()
export class EquipmentMetrics {
  constructor(
    private readonly equipment: EquipmentStore,
    private readonly measurements: MeasurementStore,
  ) {}

  /** Throws NOT_FOUND for unknown equipment, VALIDATION_FAILED for what it does not measure. */
  async find(equipmentId: number, name: string): Promise<EquipmentMetric> {
    const units = found(await this.equipment.unitsOf(equipmentId));
    const column = metrics.find((metric) => metric === name);
    if (column !== undefined)
      return {
        name,
        column,
        unit: units[column] ?? metricUnits[column][0],
        shown: (value) => fromRecord(value, units[column]),
      };
    const further = await this.measurements.ofEquipment(equipmentId);
    const measurement = further.find((each) => each.name === name);
    if (measurement === undefined) throw notMeasured(name, [...metrics, ...further.map((each) => each.name)]);
    return { name, column, unit: measurement.unit, shown: (value) => value };
  }
}

function notMeasured(value: string, names: readonly string[]): DomainError {
  const params = { value, allowed: names.join(', ') };
  return new DomainError('VALIDATION_FAILED', {
    issues: [{ path: ['metric'], code: 'not_a_choice', params }],
  });
}
