import type { StoredTime } from '@argus/persistence';
import type { RuleDefinition } from '@argus/contracts';
import type { ServiceReplica } from '@argus/testing/services';
import { EquipmentController } from '../machines/equipment.controller.js';
import { ReadingIngest } from '../ingest/reading-ingest.service.js';
import { AlarmClock } from '../alarms/alarms/alarm.clock.js';
import { RulesInForceService } from '../alarms/rule-versions/rules-in-force.service.js';
import { RuleStore } from '../alarms/rule-versions/rule.store.js';
import type { Measured } from '../alarms/rule-versions/signals.js';

export const newRobot = async (replica: ServiceReplica): Promise<number> => {
  const body = { equipment_type: 'Robot', model: 'R100', installation_date: '2024-01-02' } as const;
  return (await replica.get(EquipmentController).create({ body })).id;
};

/** A rule without delays whose alarm stands while the temperature is above the limit. */
export const hotAbove = (limit: number, fields: Partial<RuleDefinition> = {}): RuleDefinition => ({
  name: 'hot',
  set: { type: 'compare', signal: 'temperature', op: '>', value: limit },
  on_delay_s: 0,
  off_delay_s: 0,
  severity: 'low',
  escalations: [],
  latching: false,
  enabled: true,
  ...fields,
});

/** Creates a rule that was always in force, like default rules. Rules created by the API start now. */
export async function establishRule(replica: ServiceReplica, definition: RuleDefinition): Promise<number> {
  const store = replica.get(RuleStore);
  return replica.database.transaction(async (tx) => {
    await replica.get(RulesInForceService).change(tx);
    const ruleId = (await store.create(tx, null))!;
    await store.addVersion(tx, { ruleId, version: 1, definition, effectiveFrom: null, createdBy: null });
    return ruleId;
  });
}

/** Lets time pass until every machine knows the rules in force; clocks of other replicas may hold some. */
export async function settle(replica: ServiceReplica, now = Date.now()): Promise<void> {
  const unchecked = `SELECT count(*) FROM equipment_watch WHERE due_at = '-infinity'`;
  do await replica.get(AlarmClock).tick(now);
  while ((await replica.database.query<{ count: number }>(unchecked))[0]!.count > 0);
}

export interface Observation extends Measured {
  readonly at: number;
}

/** Stores observations as readings. */
export async function write(
  replica: ServiceReplica,
  equipmentId: number,
  observations: readonly Observation[],
): Promise<void> {
  await replica.get(ReadingIngest).store(
    observations.map(({ at, temperature, speed, pressure }) => ({
      equipmentId,
      measuredAtUs: at * 1000,
      temperature,
      speed,
      pressure,
      quality: 0,
    })),
  );
}

export interface BreachSeen {
  readonly rule: number;
  readonly raisedAt: number;
  readonly returnedAt: number | null;
  readonly severity: number;
  readonly peak: number;
}

/** Returns the breaches of a machine that were not withdrawn, sorted by rule and time. */
export async function breachesSeen(
  replica: ServiceReplica,
  equipmentId: number,
  rules: readonly number[],
): Promise<BreachSeen[]> {
  const rows = await replica.database.query<{
    rule_id: number;
    raised_at: StoredTime;
    returned_at: StoredTime | null;
    severity: number;
    peak_severity: number;
  }>(
    `SELECT rule_id, raised_at, returned_at, severity, peak_severity FROM breach
      WHERE equipment_id = $1 AND rule_id = ANY($2::bigint[]) AND withdrawn_at IS NULL ORDER BY rule_id, raised_at`,
    [equipmentId, rules],
  );
  return rows.map((row) => ({
    rule: rules.indexOf(row.rule_id),
    raisedAt: row.raised_at.ms,
    returnedAt: row.returned_at?.ms ?? null,
    severity: row.severity,
    peak: row.peak_severity,
  }));
}
