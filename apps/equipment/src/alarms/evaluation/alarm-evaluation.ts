import {
  admit,
  type Admission,
  type AdmissionLimits,
  type Arrival,
  continueFrom,
  type Evaluation,
  follows,
  inEventOrder,
  lagAfter,
  lastSampleAt,
  type Program,
  reachedBy,
  replay,
} from '@argus/alarms';
import { Database } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AlarmLog } from '../alarms/alarm-log.js';
import { type EquipmentSettings, equipmentSettings } from '../../equipment.settings.js';
import { isBad, type StoredReading } from '../../readings/stored-reading.js';
import type { RuleVersion } from '../rules/rule-version.js';
import { sampleOfReading } from '../rules/signals.js';
import { type RuleEdition, RuleBook } from './rule-book.js';
import { CheckpointStore } from './checkpoint.store.js';
import { HistoryStore } from './history.store.js';
import { type Present, StateCache } from './state-cache.js';
import { type Watch, WatchStore } from './watch.store.js';

type StoredArrival = Arrival & { readonly id: number; readonly equipmentId: number };

/** What is to be done for one equipment. */
interface Task {
  readonly watch: Watch;
  readonly program: Program<RuleVersion>;
  readonly admission: Admission<StoredArrival>;
  readonly inOrder: readonly StoredArrival[];
  /** Timers are fired until then, in event time. */
  readonly until: number;
  readonly lagMs: number;
  /** The state to go on from; undefined where the past has to be told anew. */
  readonly present: Present | undefined;
  /** Where telling anew has to begin at the latest. */
  readonly changedFrom: number;
}

interface Outcome extends Task {
  readonly evaluation: Evaluation<RuleVersion>;
  readonly checkpointAt: number;
  readonly readingsSinceCheckpoint: number;
}

/** Telling anew never takes more readings than this and a batch. */
const MOST_READINGS_BETWEEN_CHECKPOINTS = 20_000;

/**
 * Evaluates the alarm rules in the transaction that stores the readings. What the rules remember is not written every time:
 * the present is the newest checkpoint and the readings since, both in the record, so that neither kill -9 nor a reading out
 * of order can make a difference; memory only spares telling them anew.
 */
@Injectable()
export class AlarmEvaluation {
  private readonly limits: AdmissionLimits;

  constructor(
    private readonly database: Database,
    private readonly book: RuleBook,
    private readonly watches: WatchStore,
    private readonly checkpoints: CheckpointStore,
    private readonly history: HistoryStore,
    private readonly cache: StateCache,
    private readonly log: AlarmLog,
    @Inject(equipmentSettings.token) settings: EquipmentSettings,
  ) {
    this.limits = {
      latenessMs: settings.EQUIPMENT_LATENESS_SECONDS * 1000,
      clockSkewMs: settings.EQUIPMENT_CLOCK_SKEW_SECONDS * 1000,
    };
  }

  /** Readings just stored by the transaction, of equipment that it holds, in the order of their arrival. */
  async apply(tx: EntityManager, readings: readonly StoredReading[]): Promise<void> {
    if (readings.length === 0) return;
    const arrivals = new Map<number, StoredArrival[]>();
    for (const reading of readings) {
      const own = arrivals.get(reading.equipmentId);
      if (own) own.push(arrivalOf(reading));
      else arrivals.set(reading.equipmentId, [arrivalOf(reading)]);
    }
    await this.evaluate(tx, arrivals, -Infinity);
  }

  /** A stored reading was corrected or removed: what rules said from its moment on is told anew. */
  async revise(tx: EntityManager, equipmentId: number, measuredAt: Date): Promise<void> {
    await this.evaluate(tx, new Map([[equipmentId, []]]), -Infinity, {
      revisedFrom: measuredAt.getTime(),
    });
  }

  /**
   * Fires timers that are due by the clock; the number of equipment looked at, at most `most`. For equipment whose readings
   * come late, be it that they were kept during an outage, time passes as late: what they will say is on its way.
   */
  async passTime(until: number, most: number): Promise<number> {
    return this.database.transaction(async (tx) => {
      const due = await this.watches.lockDue(tx, until, most);
      if (due.length > 0) await this.evaluate(tx, new Map(due.map((id) => [id, []])), until);
      return due.length;
    });
  }

  /**
   * Writes down what rules remember of equipment that has gone silent, so that its readings are not needed any more and may
   * go when they are old; the number of equipment, at most `most`.
   */
  async rest(now: number, most: number): Promise<number> {
    return this.database.transaction(async (tx) => {
      const idle = await this.watches.lockIdle(tx, now - this.limits.latenessMs, most);
      const none = new Map(idle.map((id) => [id, []]));
      if (idle.length > 0) await this.evaluate(tx, none, -Infinity, { withCheckpoint: true });
      return idle.length;
    });
  }

  private async evaluate(
    tx: EntityManager,
    arrivals: ReadonlyMap<number, readonly StoredArrival[]>,
    until: number,
    { revisedFrom = Infinity, withCheckpoint = false } = {},
  ): Promise<void> {
    const edition = await this.book.open(tx);
    const watches = await this.watches.lock(tx, [...arrivals.keys()]);
    const tasks = watches
      .map((watch) => this.plan(watch, edition, arrivals.get(watch.equipmentId)!, until, revisedFrom))
      .filter((task): task is Task => task !== undefined);
    await this.watches.refuse(
      tx,
      // Bad ones are known by their quality.
      tasks.flatMap(({ admission }) => admission.refused).filter(({ reason }) => reason !== 'bad_quality'),
    );
    const outcomes = [
      ...tasks.flatMap((task) => (task.present ? [this.goOn(task, task.present)] : [])),
      ...(await this.replay(
        tx,
        tasks.filter(({ present }) => !present),
        edition,
      )),
    ];
    await this.keep(tx, outcomes, withCheckpoint);
    await this.log.record(
      tx,
      outcomes.map(({ watch, evaluation }) => ({
        equipmentId: watch.equipmentId,
        changes: evaluation.changes,
      })),
    );
  }

  private plan(
    watch: Watch,
    edition: RuleEdition,
    arrivals: readonly StoredArrival[],
    until: number,
    revisedFrom: number,
  ): Task | undefined {
    // What lies before the horizon is history: corrections of it change no alarm either.
    if (revisedFrom < watch.headAt - this.limits.latenessMs) return undefined;
    const admission = admit(watch.headAt, arrivals, this.limits);
    const inOrder = [...admission.admitted].sort(inEventOrder);
    const first = inOrder[0];
    const program = edition.programFor({ id: watch.equipmentId, type: watch.type });
    const known = this.cache.get(watch.equipmentId, watch.revision);
    const goesOn =
      known?.type === watch.type &&
      revisedFrom === Infinity &&
      (!first || (follows(first, known.state) && first.at > watch.checkpointAt));
    return {
      watch,
      program,
      admission,
      inOrder,
      until: Math.max(until - watch.lagMs, watch.firedUntil),
      lagMs: lagAfter(watch.lagMs, admission),
      present: goesOn ? known : undefined,
      changedFrom: Math.min(first?.at ?? Infinity, revisedFrom),
    };
  }

  private goOn(task: Task, present: Present): Outcome {
    const { program, inOrder, until, watch } = task;
    const state = present.program === program ? present.state : program.adopt(present.state);
    return {
      ...task,
      evaluation: continueFrom(program, state, inOrder, until),
      checkpointAt: watch.checkpointAt,
      readingsSinceCheckpoint: present.readingsSinceCheckpoint + inOrder.length,
    };
  }

  private async replay(tx: EntityManager, tasks: readonly Task[], edition: RuleEdition): Promise<Outcome[]> {
    if (tasks.length === 0) return [];
    const found = await this.checkpoints.rewind(
      tx,
      tasks.map(({ watch, changedFrom }) => ({ equipmentId: watch.equipmentId, before: changedFrom })),
    );
    const places = tasks.map(({ watch }) => ({
      equipmentId: watch.equipmentId,
      at: found.get(watch.equipmentId)?.at ?? -Infinity,
    }));
    const readings = await this.history.readingsSince(tx, places);
    const breaches = await this.history.breachesSince(tx, places, edition);
    return tasks.map((task) => {
      const id = task.watch.equipmentId;
      const since = readings.get(id)!.sort(inEventOrder);
      const checkpoint = found.get(id);
      return {
        ...task,
        evaluation: replay(task.program, checkpoint?.state, since, task.until, breaches.get(id)!),
        checkpointAt: checkpoint?.at ?? -Infinity,
        readingsSinceCheckpoint: since.length,
      };
    });
  }

  /** Writes how far the rules are, and checkpoints where they are due. */
  private async keep(
    tx: EntityManager,
    outcomes: readonly Outcome[],
    withCheckpoint: boolean,
  ): Promise<void> {
    if (outcomes.length === 0) return;
    const due = new Set(outcomes.filter((outcome) => this.needsCheckpoint(outcome, withCheckpoint)));
    await this.checkpoints.add(
      tx,
      [...due].map(({ watch, evaluation, admission }) => ({
        equipmentId: watch.equipmentId,
        at: reachedBy(evaluation.state),
        state: evaluation.state,
        neededFrom: headOf({ evaluation, admission }) - this.limits.latenessMs,
      })),
    );
    await this.watches.update(
      tx,
      outcomes.map((outcome) => ({
        equipmentId: outcome.watch.equipmentId,
        headAt: headOf(outcome),
        firedUntil: outcome.until,
        checkpointAt: due.has(outcome) ? reachedBy(outcome.evaluation.state) : outcome.checkpointAt,
        lagMs: outcome.lagMs,
        dueAt: outcome.program.dueAt(outcome.evaluation.state) + outcome.lagMs,
      })),
    );
    this.database.afterCommit(tx, () => {
      for (const outcome of outcomes)
        this.cache.set(outcome.watch.equipmentId, {
          revision: outcome.watch.revision + 1,
          type: outcome.watch.type,
          program: outcome.program,
          state: outcome.evaluation.state,
          readingsSinceCheckpoint: due.has(outcome) ? 0 : outcome.readingsSinceCheckpoint,
        });
    });
  }

  private needsCheckpoint(
    { evaluation, checkpointAt, readingsSinceCheckpoint, admission, watch }: Outcome,
    isWanted: boolean,
  ): boolean {
    const at = reachedBy(evaluation.state);
    if (!Number.isFinite(at) || at <= checkpointAt) return false;
    return (
      isWanted ||
      readingsSinceCheckpoint >= MOST_READINGS_BETWEEN_CHECKPOINTS ||
      /* What brought nothing newer may be followed by what is older still, to which this one would be of no use. */
      (admission.headAt > watch.headAt && at - checkpointAt >= this.limits.latenessMs)
    );
  }
}

/** A reading that was moved to the equipment may be newer than all that arrived for it. */
const headOf = ({ evaluation, admission }: Pick<Outcome, 'evaluation' | 'admission'>): number =>
  Math.max(admission.headAt, lastSampleAt(evaluation.state));

function arrivalOf(reading: StoredReading): StoredArrival {
  const { id, equipmentId, measuredAtUs, receivedAtUs } = reading;
  const { at, values } = sampleOfReading(Math.floor(measuredAtUs / 1000), reading);
  return {
    id,
    equipmentId,
    at,
    values,
    receivedAt: Math.floor(receivedAtUs / 1000),
    isGood: !isBad(reading),
  };
}
