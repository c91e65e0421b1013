import { DomainError, found, type Metric, metrics, metricUnits } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { EquipmentStore } from '../machines/equipment.store.js';
import { MeasurementStore } from '../machines/measurement.store.js';
import { fromStored } from './units.js';

/** One of the three metrics that all machines have, or a further measurement of the machine's type. */
export interface EquipmentMetric {
  readonly name: string;
  /** The column of `reading`; undefined for a further measurement. */
  readonly column: Metric | undefined;
  /** The unit that clients see. */
  readonly unit: string;
  /** Converts a stored value to that unit. */
  readonly shown: (value: number) => number;
}

@Injectable()
export class EquipmentMetrics {
  constructor(
    private readonly equipment: EquipmentStore,
    private readonly measurements: MeasurementStore,
  ) {}

  /** Throws NOT_FOUND for an unknown machine, VALIDATION_FAILED for a metric that it does not measure. */
  async find(equipmentId: number, name: string): Promise<EquipmentMetric> {
    const units = found(await this.equipment.unitsOf(equipmentId));
    const column = metrics.find((metric) => metric === name);
    if (column !== undefined)
      return {
        name,
        column,
        unit: units[column] ?? metricUnits[column][0],
        shown: (value) => fromStored(value, units[column]),
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
