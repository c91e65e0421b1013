import {
  admit,
  type Admission,
  type AdmissionLimits,
  type Arrival,
  continueFrom,
  type Evaluation,
  eventTimeOf,
  follows,
  inEventOrder,
  knownSamples,
  lagAfter,
  lastSampleAt,
  later,
  type Past,
  type Program,
  reachedBy,
  replay,
  type Sample,
  type Signals,
  type SourceState,
} from '@argus/alarms';
import type { Instant } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AlarmLogService } from '../log/alarm-log.service.js';
import { type EquipmentSettings, equipmentSettings } from '../../equipment.settings.js';
import { isBad, type StoredReading } from '../../readings/values/stored-reading.js';
import type { RuleVersion } from '../rule-versions/rule-version.js';
import { valuesOf } from '../rule-versions/signals.js';
import type { CompiledRules } from '../rule-versions/compiled-rules.js';
import { RulesInForceService } from '../rule-versions/rules-in-force.service.js';
import { CheckpointStore, type StoredCheckpoint } from './checkpoint.store.js';
import { HistoryStore, type Since } from './history.store.js';
import { type CurrentState, StateCache } from './state-cache.service.js';
import { type Watch, WatchStore } from './watch.store.js';

type StoredArrival = Arrival & { readonly id: number; readonly equipmentId: number };

/** What to do for one piece of equipment. */
interface Task {
  readonly watch: Watch;
  readonly program: Program<RuleVersion>;
  readonly admission: Admission<StoredArrival>;
  readonly inOrder: readonly StoredArrival[];
  /** Timers are fired until this event time. */
  readonly until: number;
  readonly lagMs: number;
  /** The state to continue from; undefined where a replay is needed. */
  readonly current: CurrentState | undefined;
  /** A replay must begin before this time. */
  readonly changedFrom: number;
}

interface Outcome extends Task {
  readonly evaluation: Evaluation<RuleVersion>;
  /** The state before the newest readings, where a replay was too long. */
  readonly earlier?: SourceState;
  readonly checkpointAt: number;
  /** The newest checkpoint knows other rules. */
  readonly needsCheckpoint: boolean;
  readonly readingsSinceCheckpoint: number;
}

/** A replay never needs more readings than this and a batch. */
const MAX_READINGS_BETWEEN_CHECKPOINTS = 20_000;
/**
 * A replay that is twice as long leaves a checkpoint so many readings before the newest: one at the newest would be useless for the next
 * late reading, and each would replay as much again.
 */
const READINGS_AFTER_EARLIER_CHECKPOINT = 250;

/**
 * Evaluates the alarm rules in the transaction that stores the readings. The state of the rules is not stored every time: it
 * follows from the newest checkpoint and the readings since, which are stored. So neither kill -9 nor readings out of order
 * change the result. The state in memory only avoids a replay.
 */
@Injectable()
export class AlarmEvaluationService {
  private readonly limits: AdmissionLimits;
  private readonly lookbackMs: number;

  constructor(
    private readonly database: Database,
    private readonly inForce: RulesInForceService,
    private readonly watches: WatchStore,
    private readonly checkpoints: CheckpointStore,
    private readonly history: HistoryStore,
    private readonly cache: StateCache,
    private readonly log: AlarmLogService,
    @Inject(equipmentSettings.token) settings: EquipmentSettings,
  ) {
    this.lookbackMs = settings.EQUIPMENT_RULE_LOOKBACK_SECONDS * 1000;
    this.limits = {
      latenessMs: settings.EQUIPMENT_LATENESS_SECONDS * 1000,
      clockSkewMs: settings.EQUIPMENT_CLOCK_SKEW_SECONDS * 1000,
    };
  }

  /** Evaluates readings that the transaction has just stored, in the order of arrival. It has locked their equipment. */
  async apply(tx: EntityManager, readings: readonly StoredReading[]): Promise<void> {
    if (readings.length === 0) return;
    const arrived = new Map<number, StoredReading[]>();
    for (const reading of readings) {
      const own = arrived.get(reading.equipmentId);
      if (own) own.push(reading);
      else arrived.set(reading.equipmentId, [reading]);
    }
    await this.evaluate(tx, arrived, -Infinity);
  }

  /** Replays from the time of a stored reading that was corrected or removed. */
  async revise(tx: EntityManager, equipmentId: number, measuredAt: Instant): Promise<void> {
    await this.evaluate(tx, new Map([[equipmentId, []]]), -Infinity, {
      revisedFrom: measuredAt.ms,
    });
  }

  /** Whether there is anything to recheck or fire by then. The clock asks twice a second, and nearly always there is not. */
  anyDue(until: number): Promise<boolean> {
    return this.watches.anyDue(until);
  }

  /**
   * Fires timers that are due by the clock, for at most `max` pieces of equipment; returns their number. If the newest reading
   * arrived late, say after an outage, timers are delayed by the same lag, since others may be on their way.
   */
  async fireTimers(until: number, max: number): Promise<number> {
    return this.database.transaction(async (tx) => {
      await this.inForce.lock(tx);
      const due = await this.watches.lockDue(tx, until, max);
      if (due.length > 0) await this.evaluate(tx, new Map(due.map((id) => [id, []])), until);
      return due.length;
    });
  }

  /** Evaluates equipment whose rules may have changed, at most `max` pieces; returns their number. */
  async recheck(until: number, max: number): Promise<number> {
    return this.database.transaction(async (tx) => {
      // Who changes rules holds them, then wants watches.
      await this.inForce.lock(tx);
      const unchecked = await this.watches.lockUnchecked(tx, max);
      if (unchecked.length > 0) await this.evaluate(tx, new Map(unchecked.map((id) => [id, []])), until);
      return unchecked.length;
    });
  }

  /**
   * Stores checkpoints of equipment that has gone silent, at most `max`; returns their number. Its old readings are then not
   * needed for a replay and may be deleted.
   */
  async checkpointIdle(now: number, max: number): Promise<number> {
    return this.database.transaction(async (tx) => {
      await this.inForce.lock(tx);
      const idle = await this.watches.lockIdle(tx, now - this.limits.latenessMs, max);
      const none = new Map(idle.map((id) => [id, []]));
      if (idle.length > 0) await this.evaluate(tx, none, -Infinity, { withCheckpoint: true });
      return idle.length;
    });
  }

  private async evaluate(
    tx: EntityManager,
    arrived: ReadonlyMap<number, readonly StoredReading[]>,
    until: number,
    { revisedFrom = Infinity, withCheckpoint = false } = {},
  ): Promise<void> {
    const [rules, watches] = await Promise.all([
      this.inForce.lock(tx),
      this.watches.lock(tx, [...arrived.keys()]),
    ]);
    const tasks = watches
      .map((watch) => this.plan(watch, rules, arrived.get(watch.equipmentId)!, until, revisedFrom))
      .filter((task): task is Task => task !== undefined);
    await this.watches.refuse(
      tx,
      // Bad readings are known by their quality.
      tasks.flatMap(({ admission }) => admission.refused).filter(({ reason }) => reason !== 'bad_quality'),
    );
    const outcomes = [
      ...tasks.flatMap((task) => (task.current ? [this.continue(task, task.current)] : [])),
      ...(await this.replay(
        tx,
        tasks.filter(({ current }) => !current),
        rules,
      )),
    ];
    await this.store(tx, outcomes, withCheckpoint);
    await this.log.record(
      tx,
      outcomes.map(({ watch, program, evaluation }) => ({
        equipmentId: watch.equipmentId,
        signals: program.signals,
        changes: evaluation.changes,
      })),
    );
  }

  private plan(
    watch: Watch,
    rules: CompiledRules,
    arrived: readonly StoredReading[],
    until: number,
    revisedFrom: number,
  ): Task | undefined {
    // Readings older than the allowed lateness are history; correcting one changes no alarm.
    if (revisedFrom < watch.headAt - this.limits.latenessMs) return undefined;
    const program = rules.programFor({ id: watch.equipmentId, type: watch.type });
    const arrivals = arrived.map((reading) => arrivalOf(program.signals, reading));
    const admission = admit(watch.headAt, arrivals, this.limits);
    const inOrder = [...admission.admitted].sort(inEventOrder);
    const first = inOrder[0];
    const known = this.cache.get(watch.equipmentId, watch.revision);
    const continues =
      known?.type === watch.type &&
      revisedFrom === Infinity &&
      program.covers(known.state) &&
      (!first || (follows(first, known.state) && first.at > watch.checkpointAt));
    return {
      watch,
      program,
      admission,
      inOrder,
      until: Math.max(until - watch.lagMs, watch.firedUntil),
      lagMs: lagAfter(watch.lagMs, admission),
      current: continues ? known : undefined,
      changedFrom: Math.min(first?.at ?? Infinity, revisedFrom),
    };
  }

  private continue(task: Task, current: CurrentState): Outcome {
    const { program, inOrder, until, watch } = task;
    const state = current.program === program ? current.state : program.adopt(current.state);
    return {
      ...task,
      evaluation: continueFrom(program, state, inOrder, until),
      checkpointAt: watch.checkpointAt,
      needsCheckpoint: false,
      readingsSinceCheckpoint: current.readingsSinceCheckpoint + inOrder.length,
    };
  }

  private async replay(tx: EntityManager, tasks: readonly Task[], rules: CompiledRules): Promise<Outcome[]> {
    if (tasks.length === 0) return [];
    const found = await this.checkpoints.rewind(
      tx,
      tasks.map(({ watch, changedFrom }) => ({ equipmentId: watch.equipmentId, before: changedFrom })),
    );
    const places = tasks.map(({ watch, program }): Since => {
      const checkpoint = found.get(watch.equipmentId);
      return {
        equipmentId: watch.equipmentId,
        signals: program.signals,
        at: checkpoint?.at ?? -Infinity,
        newcomers: checkpoint ? program.newTo(checkpoint.state) : [],
      };
    });
    const readings = await this.history.readingsSince(tx, places);
    const breaches = await this.history.breachesSince(tx, places, rules);
    const outcomes: Outcome[] = [];
    for (const [i, task] of tasks.entries()) {
      const id = task.watch.equipmentId;
      const stored = found.get(id);
      const past: Past<RuleVersion> = {
        checkpoint: stored?.state,
        samples: readings.get(id)!.sort(inEventOrder),
        // One by one, since the past of all machines may not fit into memory.
        told: stored ? await this.told(tx, places[i]!, stored) : [],
        recorded: breaches.get(id)!,
      };
      const isLong = past.samples.length >= 2 * READINGS_AFTER_EARLIER_CHECKPOINT;
      const evaluation = replay(
        task.program,
        past,
        task.until,
        isLong ? READINGS_AFTER_EARLIER_CHECKPOINT : undefined,
      );
      outcomes.push({
        ...task,
        evaluation,
        ...(evaluation.earlier && { earlier: evaluation.earlier }),
        checkpointAt: stored?.at ?? -Infinity,
        needsCheckpoint: stored !== undefined && !task.program.covers(stored.state),
        readingsSinceCheckpoint: past.samples.length,
      });
    }
    return outcomes;
  }

  /** What rules that are new to a checkpoint are told: what was known, then the readings since, up to the checkpoint. */
  private async told(tx: EntityManager, place: Since, { at, state }: StoredCheckpoint): Promise<Sample[]> {
    if (place.newcomers.length === 0) return [];
    const from = Math.min(...place.newcomers.map(({ toldFrom }) => toldFrom)) - this.lookbackMs;
    const readings = (await this.history.readingsBetween(tx, place, from, at)).sort(inEventOrder);
    const first = readings[0]?.at ?? Infinity;
    const known = knownSamples(state, place.signals).filter((sample) => sample.at < first);
    return [...known, ...readings];
  }

  /** Stores how far evaluation has come, and checkpoints where they are due. */
  private async store(
    tx: EntityManager,
    outcomes: readonly Outcome[],
    withCheckpoint: boolean,
  ): Promise<void> {
    if (outcomes.length === 0) return;
    const due = new Map(
      outcomes.flatMap((outcome) => {
        const state = this.checkpointOf(outcome, withCheckpoint);
        return state ? [[outcome, state]] : [];
      }),
    );
    await this.checkpoints.add(
      tx,
      [...due].map(([{ watch, evaluation, admission }, state]) => ({
        equipmentId: watch.equipmentId,
        at: reachedBy(state),
        state,
        neededFrom: later(headOf({ evaluation, admission }), -this.limits.latenessMs),
      })),
    );
    await this.watches.update(
      tx,
      outcomes.map((outcome) => {
        const checkpoint = due.get(outcome);
        return {
          equipmentId: outcome.watch.equipmentId,
          headAt: headOf(outcome),
          firedUntil: outcome.until,
          checkpointAt: checkpoint ? reachedBy(checkpoint) : outcome.checkpointAt,
          lagMs: outcome.lagMs,
          dueAt: later(outcome.program.dueAt(outcome.evaluation.state), outcome.lagMs),
        };
      }),
    );
    this.database.afterCommit(tx, () => {
      for (const outcome of outcomes)
        this.cache.set(outcome.watch.equipmentId, {
          revision: outcome.watch.revision + 1,
          type: outcome.watch.type,
          program: outcome.program,
          state: outcome.evaluation.state,
          readingsSinceCheckpoint: readingsSince(due.get(outcome), outcome),
        });
    });
  }

  /** Returns the state to store as a checkpoint; undefined where none is due. */
  private checkpointOf(outcome: Outcome, isForced: boolean): SourceState | undefined {
    if (outcome.earlier && !isForced) return outcome.earlier;
    return this.needsCheckpoint(outcome, isForced) ? outcome.evaluation.state : undefined;
  }

  private needsCheckpoint(
    { evaluation, checkpointAt, needsCheckpoint, readingsSinceCheckpoint, admission, watch }: Outcome,
    isForced: boolean,
  ): boolean {
    const at = reachedBy(evaluation.state);
    // Else the readings from which new rules learnt might be gone when they are needed again.
    if (needsCheckpoint && at >= checkpointAt) return true;
    if (!Number.isFinite(at) || at <= checkpointAt) return false;
    return (
      isForced ||
      readingsSinceCheckpoint >= MAX_READINGS_BETWEEN_CHECKPOINTS ||
      /* Without a newer reading, an older one may follow, for which this checkpoint would be useless. */
      (admission.headAt > watch.headAt && at - checkpointAt >= this.limits.latenessMs)
    );
  }
}

/** A reading that was moved here from other equipment may be newer than all that arrived. */
const headOf = ({ evaluation, admission }: Pick<Outcome, 'evaluation' | 'admission'>): number =>
  Math.max(admission.headAt, lastSampleAt(evaluation.state));

function readingsSince(checkpoint: SourceState | undefined, outcome: Outcome): number {
  if (checkpoint === undefined) return outcome.readingsSinceCheckpoint;
  return checkpoint === outcome.earlier ? READINGS_AFTER_EARLIER_CHECKPOINT : 0;
}

function arrivalOf(signals: Signals, reading: StoredReading): StoredArrival {
  const { id, equipmentId, measuredAtUs, receivedAtUs } = reading;
  return {
    id,
    equipmentId,
    at: eventTimeOf(measuredAtUs),
    values: valuesOf(signals, reading),
    receivedAt: eventTimeOf(receivedAtUs),
    isGood: !isBad(reading),
  };
}
