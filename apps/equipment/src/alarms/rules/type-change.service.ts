import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EquipmentService, type TypeChange } from '../../machines/equipment.service.js';
import { AlarmEventStore } from '../log/alarm-event.store.js';
import { AlarmStore } from '../log/alarm.store.js';
import { RuleStore } from '../rule-versions/rule.store.js';

/** Tells alarms that lose their rule because their equipment becomes one of another type who made it so. */
@Injectable()
export class TypeChangeService implements OnModuleInit {
  constructor(
    private readonly equipment: EquipmentService,
    private readonly alarms: AlarmStore,
    private readonly events: AlarmEventStore,
    private readonly rules: RuleStore,
  ) {}

  onModuleInit(): void {
    this.equipment.followTypeChanges((tx, change) => this.note(tx, change));
  }

  private async note(tx: EntityManager, { equipmentId, before, after, by }: TypeChange): Promise<void> {
    if (before === after) return;
    const open = await this.alarms.openByType(tx, equipmentId, before);
    const at = await this.rules.now(tx);
    const comment = `The equipment type was changed from ${before} to ${after}; the rule is for ${before}`;
    await this.events.append(
      tx,
      open.map(({ state, ...alarm }) => ({
        ...alarm,
        action: 'change_equipment' as const,
        fromState: state,
        toState: state,
        at,
        by,
        comment,
      })),
    );
  }
}
