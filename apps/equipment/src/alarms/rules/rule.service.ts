import { infeasibility } from '@argus/alarms';
import {
  type CallContext,
  DomainError,
  found,
  type Issue,
  type RuleDefinition,
  type RulePatch,
  type RuleView,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { WatchStore } from '../evaluation/watch.store.js';
import { AlarmEventStore, type NewAlarmEvent } from '../log/alarm-event.store.js';
import { AlarmStore } from '../log/alarm.store.js';
import { unknownEquipment } from '../../machines/equipment-references.service.js';
import { EquipmentStore } from '../../machines/equipment.store.js';
import { MeasurementStore } from '../../machines/measurement.store.js';
import { type EquipmentSettings, equipmentSettings } from '../../equipment.settings.js';
import { limitUnits } from '../rule-versions/limit-units.js';
import { namedSignals } from '../rule-versions/named-signals.js';
import { RulesInForceService } from '../rule-versions/rules-in-force.service.js';
import { RuleStore } from '../rule-versions/rule.store.js';
import type { RuleVersion } from '../rule-versions/rule-version.js';
import { changedFields, heritageOf } from './rule-change.js';
import { isDocumented, unknownSignals, unknownUnits } from './signal-issues.js';

const conditionFields = ['set', 'clear', 'escalations'];
/* They decide which equipment the conditions look at. */
const movingFields = ['equipment', 'equipment_type'];

/** Rules and their changes. Evaluations wait for a change, so that each reading meets one version of a rule. */
@Injectable()
export class RuleService {
  constructor(
    private readonly database: Database,
    private readonly store: RuleStore,
    private readonly inForce: RulesInForceService,
    private readonly equipment: EquipmentStore,
    private readonly measurements: MeasurementStore,
    private readonly alarms: AlarmStore,
    private readonly events: AlarmEventStore,
    private readonly watches: WatchStore,
    @Inject(equipmentSettings.token) private readonly settings: EquipmentSettings,
  ) {}

  list(): Promise<RuleView[]> {
    return this.store.list();
  }

  async get(id: number): Promise<RuleView> {
    return found(await this.store.find(id));
  }

  async versions(id: number): Promise<RuleView[]> {
    const versions = await this.store.versions(id);
    if (versions.length === 0) throw new DomainError('NOT_FOUND');
    return versions;
  }

  async create(definition: RuleDefinition, { principal }: CallContext): Promise<RuleView> {
    const id = await this.database.transaction(async (tx) => {
      await this.inForce.change(tx);
      await this.check(definition);
      if ((await this.store.count(tx)) >= this.settings.EQUIPMENT_MAX_RULES)
        throw new DomainError('TOO_MANY_RULES');
      const ruleId = (await this.store.create(tx, null))!;
      await this.store.addVersion(tx, {
        ruleId,
        version: 1,
        definition,
        effectiveFrom: await this.store.now(tx),
        createdBy: principal?.username ?? null,
      });
      await this.watches.recheck(tx, [definition]);
      return ruleId;
    });
    return this.get(id);
  }

  async replace(id: number, definition: RuleDefinition, context: CallContext): Promise<RuleView> {
    return this.newVersion(id, () => definition, context);
  }

  async change(id: number, patch: RulePatch, context: CallContext): Promise<RuleView> {
    return this.newVersion(id, (before) => ({ ...before, ...patch }), context);
  }

  async remove(id: number, { principal }: CallContext): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.inForce.change(tx);
      const current = found(await this.store.current(tx, id));
      const at = await this.store.now(tx);
      await this.store.end(tx, current.versionId, at);
      await this.watches.recheck(tx, [current.definition]);
      await this.note(tx, current, { action: 'remove_rule', at, by: principal ?? null, comment: null });
    });
  }

  private async newVersion(
    id: number,
    next: (before: RuleDefinition) => RuleDefinition,
    { principal }: CallContext,
  ): Promise<RuleView> {
    await this.database.transaction(async (tx) => {
      await this.inForce.change(tx);
      const current = found(await this.store.current(tx, id));
      const definition = next(current.definition);
      const changed = changedFields(current.definition, definition);
      if (changed.length === 0) return;
      await this.checkChange(current.definition, definition, changed);
      const at = await this.store.now(tx);
      await this.store.end(tx, current.versionId, at);
      const heritage = heritageOf(current, definition, changed);
      const version = current.version + 1;
      const versionId = await this.store.addVersion(tx, {
        ruleId: id,
        version,
        definition,
        effectiveFrom: at,
        createdBy: principal?.username ?? null,
        ...heritage,
      });
      if (heritage.conditionsId === undefined)
        await this.watches.recheck(tx, [current.definition, definition]);
      const comment = `Version ${version}: ${changed.join(', ')}`;
      await this.note(
        tx,
        { ...current, versionId, definition },
        { action: 'change_rule', at, by: principal ?? null, comment },
      );
    });
    return this.get(id);
  }

  /** Tells the history of the rule's open alarms who did what. What becomes of them, evaluation says. */
  private async note(
    tx: EntityManager,
    version: RuleVersion,
    what: Pick<NewAlarmEvent, 'action' | 'at' | 'by' | 'comment'>,
  ): Promise<void> {
    const open = await this.alarms.adopt(tx, version);
    await this.events.append(
      tx,
      open.map(({ state, ...alarm }) => ({ ...alarm, ...what, fromState: state, toState: state })),
    );
  }

  /**
   * Checks only what changes, so that a rule whose equipment is gone can still be renamed or switched off. Moving a rule and
   * switching it on change what all its conditions mean. Throws VALIDATION_FAILED.
   */
  private async checkChange(
    before: RuleDefinition,
    after: RuleDefinition,
    changed: readonly string[],
  ): Promise<void> {
    const isWhole =
      movingFields.some((field) => changed.includes(field)) || (after.enabled && !before.enabled);
    const { equipment } = after;
    // What is gone measures nothing: no change makes the rule worse than it is.
    const isOrphan =
      equipment != null && !changed.includes('equipment') && !(await this.equipment.exists(equipment));
    if (isOrphan) return this.check(after, [], ({ code }) => code === 'invalid');
    if (isWhole) return this.check(after);
    if (conditionFields.some((field) => changed.includes(field)))
      await this.check(after, [], ({ path: [field] }) => changed.includes(String(field)));
  }

  /** Throws VALIDATION_FAILED for a rule about unknown equipment or one that could never do its work. */
  async check(
    definition: RuleDefinition,
    at: readonly string[] = [],
    concerns: (issue: Issue) => boolean = () => true,
  ): Promise<void> {
    const issues: Issue[] = [];
    const { equipment } = definition;
    if (equipment != null && !(await this.equipment.exists(equipment)))
      issues.push(unknownEquipment(equipment));
    const named = namedSignals(definition);
    const defined = named.every(({ signal, unit }) => isDocumented(signal) && unit === undefined)
      ? []
      : await this.measurements.unitsFor(equipment ?? null, definition.equipment_type ?? null);
    issues.push(...unknownSignals(named, defined), ...unknownUnits(named, defined));
    const problem = infeasibility(definition, limitUnits);
    if (problem) issues.push({ path: [problem.field], code: 'invalid', params: { text: problem.reason } });
    const refused = issues.filter(concerns).map((issue) => ({ ...issue, path: [...at, ...issue.path] }));
    if (refused.length > 0) throw new DomainError('VALIDATION_FAILED', { issues: refused });
  }
}
