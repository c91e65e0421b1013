import {
  DomainError,
  type EquipmentType,
  type EquipmentView,
  type Issue,
  type MeasurementBody,
  type MeasurementView,
} from '@argus/contracts';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { namedSignals } from '../alarms/rule-versions/named-signals.js';
import { RuleStore } from '../alarms/rule-versions/rule.store.js';
import { RulesInForceService } from '../alarms/rule-versions/rules-in-force.service.js';
import { EquipmentService } from '../machines/equipment.service.js';
import { MeasurementStore } from '../machines/measurement.store.js';
import { MeasurementRollupStore } from '../readings/rollups/measurement-rollup.store.js';

/** Which rules and stored readings refer to a measurement, and so forbid to change what it means. */
@Injectable()
export class MeasurementUses implements OnModuleInit {
  constructor(
    private readonly measurements: MeasurementStore,
    private readonly rollups: MeasurementRollupStore,
    private readonly equipment: EquipmentService,
    private readonly rules: RuleStore,
    private readonly inForce: RulesInForceService,
  ) {}

  onModuleInit(): void {
    this.equipment.guardTypeChanges((tx, machine, type) => this.assertTypeFree(tx, machine, type));
  }

  /** Waits for readings and rules that are being written. Throws MEASUREMENT_IN_USE and MEASUREMENT_STORED. */
  async assertUnused(tx: EntityManager, measurement: MeasurementView): Promise<void> {
    await this.inForce.change(tx);
    await this.assertNoRules(measurement);
    const { equipment_type: type, name, unit } = measurement;
    const count = await this.rollups.count(tx, { type }, [name]);
    if (count > 0) throw new DomainError('MEASUREMENT_STORED', { count, unit });
  }

  /** Throws VALIDATION_FAILED where a rule for all equipment states a limit for this name in another unit, disabled or not. */
  async assertUnit({ name, unit }: Pick<MeasurementBody, 'name' | 'unit'>): Promise<void> {
    for (const rule of await this.rules.list()) {
      if (rule.equipment != null || rule.equipment_type != null) continue;
      const stated = namedSignals(rule).find(
        (named) => named.signal === name && named.unit !== undefined && named.unit !== unit,
      );
      if (!stated) continue;
      const text = `The rule "${rule.name}" for all equipment states its limit in ${stated.unit}. Use that unit or change the rule first.`;
      const issue: Issue = { path: ['unit'], code: 'invalid', params: { text } };
      throw new DomainError('VALIDATION_FAILED', { issues: [issue] });
    }
  }

  /** Throws MEASUREMENT_IN_USE with the names of the rules, disabled ones included. */
  async assertNoRules(measurement: MeasurementView): Promise<void> {
    const rules = await this.rulesUsing(measurement);
    if (rules.length > 0) throw new DomainError('MEASUREMENT_IN_USE', { rules: rules.join(', ') });
  }

  private async rulesUsing({ name, equipment_type: type }: MeasurementView): Promise<string[]> {
    const using: string[] = [];
    for (const rule of await this.rules.list()) {
      if (!namedSignals(rule).some(({ signal }) => signal === name)) continue;
      const watched =
        rule.equipment == null
          ? (rule.equipment_type ?? type)
          : await this.typeMeasuring(name, rule.equipment, type);
      if (watched === type) using.push(rule.name);
    }
    return using;
  }

  /** Returns the machine's type if it measures that, else the given one: the rule was then written for another type. */
  private async typeMeasuring(name: string, equipmentId: number, otherwise: EquipmentType) {
    const measured = await this.measurements.ofEquipment(equipmentId);
    if (!measured.some((each) => each.name === name)) return otherwise;
    return (await this.equipment.get(equipmentId)).equipment_type;
  }

  /** Throws EQUIPMENT_TYPE_IN_USE where rules about the machine or its readings would lose a measurement or its unit. */
  private async assertTypeFree(
    tx: EntityManager,
    machine: EquipmentView,
    type: EquipmentType,
  ): Promise<void> {
    await this.inForce.change(tx);
    const kept = await this.measurements.list(type);
    const lost = (await this.measurements.list(machine.equipment_type)).filter(
      ({ name, unit }) => !kept.some((each) => each.name === name && each.unit === unit),
    );
    const names = new Set<string>();
    const uses: string[] = [];
    for (const rule of await this.rules.list()) {
      if (rule.equipment !== machine.id) continue;
      const named = namedSignals(rule).filter(({ signal }) => lost.some(({ name }) => name === signal));
      for (const { signal } of named) names.add(signal);
      if (named.length > 0) uses.push(`the rule "${rule.name}"`);
    }
    for (const { name } of lost) {
      const count = await this.rollups.count(tx, { equipmentId: machine.id }, [name]);
      if (count === 0) continue;
      names.add(name);
      uses.push(`${count} stored readings`);
    }
    if (names.size > 0)
      throw new DomainError('EQUIPMENT_TYPE_IN_USE', {
        type,
        names: [...names].join(', '),
        uses: uses.join(', '),
      });
  }
}
