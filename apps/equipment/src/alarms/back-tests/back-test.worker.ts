import {
  alarmFigures,
  type Breach,
  breachesOf,
  type FigureRange,
  Program,
  type Signals,
  type Transition,
} from '@argus/alarms';
import { type BackTestAlarm, type BackTestResult, Instant, severities } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import type { JobAttempt } from '@argus/persistence';
import { Works } from '@argus/service-kit';
import { MeasurementStore } from '../../machines/measurement.store.js';
import { RollupStore } from '../../readings/rollups/rollup.store.js';
import { passed } from '../alarm-figures/range.js';
import { reportView } from '../alarm-figures/report.view.js';
import { limitUnits } from '../rule-versions/limit-units.js';
import { appliesTo, type Machine, type RuleVersion } from '../rule-versions/rule-version.js';
import { RuleStore } from '../rule-versions/rule.store.js';
import { signalsOf } from '../rule-versions/signals.js';
import { type BackTestRow, BackTestStore, type Range } from './back-test.store.js';
import { backTestQueue } from './back-test.queue.js';

/** Bounds the time and memory of one back-test. */
const MAX_READINGS = 50_000_000;
const MAX_ALARMS = 200_000;
const MAX_LISTED = 1000;

interface Found {
  readonly equipmentId: number;
  readonly breach: Breach;
}

class Refused extends Error {}

/** Runs a rule over stored readings, by the same program as live evaluation. */
@Injectable()
@Works(backTestQueue)
export class BackTestWorker {
  constructor(
    private readonly store: BackTestStore,
    private readonly rules: RuleStore,
    private readonly measurements: MeasurementStore,
    private readonly rollups: RollupStore,
  ) {}

  async run({ id }: { id: string }, { lastAttempt }: JobAttempt): Promise<void> {
    const test = await this.store.begin(id);
    if (!test) return;
    try {
      await this.store.complete(id, await this.result(id, test));
    } catch (error) {
      if (error instanceof Refused) return this.store.fail(id, error.message);
      if (lastAttempt) await this.store.fail(id, 'The back-test failed; try again later.');
      throw error;
    }
  }

  private async result(id: string, { ruleId, request }: BackTestRow): Promise<BackTestResult> {
    const range = rangeOf(request);
    const rule = await this.versionOf(ruleId, request.definition);
    const machines = (await this.store.machines()).filter(
      (machine) =>
        appliesTo(rule, machine) && (request.equipment == null || request.equipment === machine.id),
    );
    const ids = machines.map((machine) => machine.id);
    const total = await this.store.count(ids, range, MAX_READINGS + 1);
    if (total > MAX_READINGS)
      throw new Refused(
        `The range holds more than ${MAX_READINGS} readings; ask for a shorter one or for one equipment.`,
      );
    const names = await this.measurements.namesByType();
    const found: Found[] = [];
    let done = 0;
    for (const machine of machines)
      done = await this.replay(
        rule,
        machine,
        signalsOf(names.get(machine.type) ?? []),
        range,
        found,
        done,
        (now) => this.store.progress(id, now, total),
      );
    const recorded = await this.store.recorded(ruleId, ids, range);
    const hours = await this.rollups.measuredHours(range, ids);
    const { operators } = request;
    return resultOf(found, done, recorded, { from: range.from.ms, to: range.to.ms, operators, hours });
  }

  private async replay(
    rule: RuleVersion,
    machine: Machine,
    signals: Signals,
    range: Range,
    found: Found[],
    doneBefore: number,
    progress: (done: number) => Promise<void>,
  ): Promise<number> {
    const program = new Program([rule], signals, limitUnits);
    const state = program.initial();
    const transitions: Transition[] = [];
    let done = doneBefore;
    await this.store.eachChunk(machine.id, range, signals, async (readings) => {
      transitions.push(...program.run(state, readings));
      if (found.length + transitions.length > MAX_ALARMS)
        throw new Refused(`More than ${MAX_ALARMS} alarms would have risen; ask for a shorter range.`);
      done += readings.length;
      await progress(done);
    });
    // Time has passed until the end of the range, but not beyond now.
    transitions.push(...program.run(state, [], Math.min(range.to.plusUs(-1).ms, Date.now())));
    found.push(...breachesOf([], transitions).map((breach) => ({ equipmentId: machine.id, breach })));
    return done;
  }

  private async versionOf(
    ruleId: number,
    definition: BackTestRow['request']['definition'],
  ): Promise<RuleVersion> {
    const current = await this.rules.find(ruleId);
    const said = definition ?? current;
    if (!said) throw new Refused('The rule was removed.');
    return {
      id: 0,
      versionId: 0,
      ruleId,
      version: 0,
      definition: said,
      effectiveFrom: -Infinity,
      toldFrom: -Infinity,
    };
  }
}

function resultOf(
  found: Found[],
  readings: number,
  recorded: ReadonlyMap<number, ReadonlySet<number>>,
  range: FigureRange,
): BackTestResult {
  found.sort((one, other) => one.breach.raisedAt - other.breach.raisedAt);
  const alarms = found.map(({ equipmentId, breach }) => ({
    ruleId: breach.rule.ruleId,
    sourceId: equipmentId,
    severity: breach.peak,
    raisedAt: breach.raisedAt,
    returnedAt: breach.returnedAt,
  }));
  const figureRange = passed(range, alarms);
  const figures = alarmFigures(alarms, figureRange);
  const alsoRecorded = found.filter(({ equipmentId, breach }) =>
    recorded.get(equipmentId)?.has(breach.raisedAt),
  );
  return {
    readings,
    report: reportView(figures, figureRange),
    alarms: found.slice(0, MAX_LISTED).map(alarmOf),
    alarms_left_out: Math.max(0, found.length - MAX_LISTED),
    recorded_alarms: [...recorded.values()].reduce((sum, { size }) => sum + size, 0),
    also_recorded: alsoRecorded.length,
  };
}

const alarmOf = ({ equipmentId, breach }: Found): BackTestAlarm => ({
  equipment: equipmentId,
  raised_at: Instant.ofMs(breach.raisedAt).toString(),
  returned_at: breach.returnedAt === null ? null : Instant.ofMs(breach.returnedAt).toString(),
  severity: severities[breach.severity]!,
  peak_severity: severities[breach.peak]!,
});

/** The stored request is JSON, in which moments are text. */
const rangeOf = ({ from, to }: BackTestRow['request']): Range => ({
  from: Instant.parse(String(from))!,
  to: Instant.parse(String(to))!,
});
