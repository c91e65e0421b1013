import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EquipmentService, type TypeChange } from '../../machines/equipment.service.js';
import { WatchStore } from '../evaluation/watch.store.js';
import { AlarmEventStore } from '../log/alarm-event.store.js';
import { AlarmStore } from '../log/alarm.store.js';
import { RuleStore } from '../rule-versions/rule.store.js';

/** Has equipment of a new type evaluated by the rules for it, and tells alarms that lose their rule by it who made it so. */
@Injectable()
export class TypeChangeService implements OnModuleInit {
  constructor(
    private readonly equipment: EquipmentService,
    private readonly alarms: AlarmStore,
    private readonly events: AlarmEventStore,
    private readonly rules: RuleStore,
    private readonly watches: WatchStore,
  ) {}

  onModuleInit(): void {
    this.equipment.followTypeChanges(async (tx, change) => {
      // Watches before alarms, as evaluations lock them.
      await this.watches.recheck(tx, [{ equipment: change.equipmentId }]);
      await this.note(tx, change);
    });
  }

  private async note(tx: EntityManager, { equipmentId, before, after, by }: TypeChange): Promise<void> {
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
