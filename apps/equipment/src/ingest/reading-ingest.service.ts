import { Database } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { IngestMetrics } from './ingest-metrics.service.js';
import { unknownEquipment } from '../machines/equipment-references.service.js';
import { EquipmentStore } from '../machines/equipment.store.js';
import { measurementIssues } from '../machines/measurement-names.js';
import { MeasurementStore } from '../machines/measurement.store.js';
import { type EquipmentSettings, equipmentSettings } from '../equipment.settings.js';
import { AlarmEvaluationService } from '../alarms/evaluation/alarm-evaluation.service.js';
import { NewReadingSignal } from '../readings/new-reading-signal.service.js';
import { measuringTimeProblem } from '../readings/measuring-time.js';
import { ReadingBatchStore } from '../readings/reading-batch.store.js';
import { ReadingPartitionStore, weekOf } from '../readings/reading-partition.store.js';
import { ReadingWriter } from '../readings/reading-writer.service.js';
import { isStored, type ReadingOutcome } from '../readings/values/reading-outcome.js';
import { inStoredUnits, noUnits } from '../readings/units.js';
import { LateReadings } from './late-readings.service.js';
import { type IngestIssue, ReadingsRefused, type SentReading } from './sent-reading.js';

/* Batches of this many readings about the same machines may wait longer for each other than requests about one row. */
const MIN_LARGE_BATCH = 200;

/** Stores all readings, however they arrive: by HTTP one by one or in bulk, and by MQTT. */
@Injectable()
export class ReadingIngest {
  constructor(
    private readonly database: Database,
    private readonly equipment: EquipmentStore,
    private readonly measurements: MeasurementStore,
    private readonly batches: ReadingBatchStore,
    private readonly partitions: ReadingPartitionStore,
    private readonly writer: ReadingWriter,
    private readonly alarms: AlarmEvaluationService,
    private readonly lateReadings: LateReadings,
    private readonly newReadings: NewReadingSignal,
    private readonly metrics: IngestMetrics,
    @Inject(equipmentSettings.token) private readonly settings: EquipmentSettings,
  ) {}

  /**
   * Stores all readings or none. Returns what became of each: one that is already stored stays as it is.
   * @param sender takes turns with others where the rules must be told the past again
   * @throws ReadingsRefused
   * @throws DomainError UNAVAILABLE if too many late readings wait, or these wait too long
   */
  async store(readings: readonly SentReading[], sender = ''): Promise<ReadingOutcome[]> {
    this.assertTimes(readings);
    await this.prepare(readings);
    return this.lateReadings.store(sender, readings, (all) => this.storeAll(all));
  }

  private async storeAll(readings: readonly SentReading[]): Promise<ReadingOutcome[]> {
    try {
      return await this.database.transaction((tx) => this.storeIn(tx, readings));
    } catch (error) {
      if (!lacksPartition(error)) throw error;
      /* The retention job of another replica has dropped it. */
      this.partitions.forget();
      await this.prepare(readings);
      return this.database.transaction((tx) => this.storeIn(tx, readings));
    }
  }

  private async storeIn(tx: EntityManager, readings: readonly SentReading[]): Promise<ReadingOutcome[]> {
    if (readings.length >= MIN_LARGE_BATCH) await this.batches.waitLonger(tx);
    const ids = [...new Set(readings.map(({ equipmentId }) => equipmentId))];
    const unitsById = await this.equipment.lockAgainstRemoval(tx, ids);
    if (unitsById.size < ids.length)
      refuseWhere(readings, ({ equipmentId }) =>
        unitsById.has(equipmentId) ? [] : [{ issue: unknownEquipment(equipmentId) }],
      );
    await this.assertMeasurements(tx, readings, ids);
    const outcomes = await this.writer.store(
      tx,
      readings.map((reading) =>
        inStoredUnits(reading, unitsById.get(reading.equipmentId)!, reading.units ?? noUnits),
      ),
    );
    const stored = outcomes.filter(isStored);
    await this.alarms.apply(tx, stored);
    this.database.afterCommit(tx, () => {
      this.metrics.stored(stored.length);
      this.newReadings.wake();
    });
    return outcomes;
  }

  /** Looks definitions up only if a reading has further measurements, or values that may be some. */
  private async assertMeasurements(
    tx: EntityManager,
    readings: readonly SentReading[],
    equipmentIds: readonly number[],
  ): Promise<void> {
    if (readings.every(({ measurements, strays }) => measurements === undefined && strays === undefined))
      return;
    const defined = await this.measurements.ofTypes(tx, equipmentIds);
    refuseWhere(readings, (reading) =>
      measurementIssues(reading, defined.get(reading.equipmentId)!).map((issue) => ({
        issue,
        measurement: String(issue.path.at(-1)),
      })),
    );
  }

  private assertTimes(readings: readonly SentReading[]): void {
    const { EQUIPMENT_RETENTION_DAYS: days } = this.settings;
    const nowMs = Date.now();
    refuseWhere(readings, ({ measuredAtUs }) => {
      const text = measuredAtUs === null ? undefined : measuringTimeProblem(measuredAtUs / 1000, days, nowMs);
      return text === undefined
        ? []
        : [{ issue: { path: ['measured_at'], code: 'invalid', params: { text } } }];
    });
  }

  private async prepare(readings: readonly SentReading[]): Promise<void> {
    const weeks = new Set<number>();
    for (const { measuredAtUs } of readings)
      if (measuredAtUs !== null) weeks.add(weekOf(measuredAtUs / 1000));
    /* Readings without a measuring time get one a moment later, perhaps in the next week. */
    weeks.add(weekOf(Date.now() + 60_000));
    await this.partitions.ensure(weeks);
  }
}

/* The table itself has no CHECK: only a missing partition violates one. */
const CHECK_VIOLATION = '23514';
const lacksPartition = (error: unknown): boolean => (error as { code?: string }).code === CHECK_VIOLATION;

/** Issues that an answer lists. Reading on would make a sentence for each of a million mistakes. */
const MAX_ISSUES = 100;

/** Throws ReadingsRefused with the first issues, if there are any. */
function refuseWhere(
  readings: readonly SentReading[],
  issuesOf: (reading: SentReading) => readonly Omit<IngestIssue, 'index'>[],
): void {
  const issues: IngestIssue[] = [];
  for (let index = 0; index < readings.length && issues.length < MAX_ISSUES; index++)
    issues.push(...issuesOf(readings[index]!).map((issue) => ({ index, ...issue })));
  if (issues.length > 0) throw new ReadingsRefused(issues);
}
