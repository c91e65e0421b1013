import type { Issue, Units } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { unknownEquipment } from '../machines/equipment-references.js';
import { EquipmentStore } from '../machines/equipment.store.js';
import { unknownMeasurements } from '../machines/measurement-names.js';
import { MeasurementStore } from '../machines/measurement.store.js';
import { type EquipmentSettings, equipmentSettings } from '../equipment.settings.js';
import { AlarmEvaluationService } from '../alarms/evaluation/alarm-evaluation.service.js';
import { Pulse } from '../readings/pulse.js';
import { measuringTimeProblem } from '../readings/measuring-time.js';
import type { NewReading } from '../readings/values/new-reading.js';
import { ReadingPartitionStore, weekOf } from '../readings/reading-partition.store.js';
import { ReadingWriter } from '../readings/reading.writer.js';
import type { StoredReading } from '../readings/values/stored-reading.js';
import { inRecordUnits, noUnits } from '../readings/units.js';

/** A reading as it was sent: values in whatever units. */
export interface SentReading extends NewReading {
  readonly units?: Units;
}

export interface IngestIssue {
  readonly index: number;
  readonly issue: Issue;
}

/** The refused ones among readings, by their index. */
export class ReadingsRefused extends Error {
  constructor(readonly issues: readonly IngestIssue[]) {
    super(`${issues.length} readings refused`);
  }
}

/*
 * Batches about the same equipment wait for each other: what is a sign of trouble for a request about one row (2 s) is their
 * turn for large ones. Below the deadline of the operation.
 */
const LARGE_BATCH = 200;
const PATIENCE = "SET LOCAL lock_timeout = '20s'; SET LOCAL statement_timeout = '20s'";

/** Every way of readings into the record ends here: HTTP one by one and in bulk, and MQTT. */
@Injectable()
export class ReadingIngest {
  constructor(
    private readonly database: Database,
    private readonly equipment: EquipmentStore,
    private readonly measurements: MeasurementStore,
    private readonly partitions: ReadingPartitionStore,
    private readonly writer: ReadingWriter,
    private readonly alarms: AlarmEvaluationService,
    private readonly pulse: Pulse,
    @Inject(equipmentSettings.token) private readonly settings: EquipmentSettings,
  ) {}

  /** Stores all readings or none, in one transaction; throws ReadingsRefused. Those that are there already stay. */
  async store(readings: readonly SentReading[]): Promise<StoredReading[]> {
    this.assertTimes(readings);
    await this.prepare(readings);
    try {
      return await this.database.transaction((tx) => this.storeIn(tx, readings));
    } catch (error) {
      if (!lacksPartition(error)) throw error;
      /* Another replica's job of retention has removed it. */
      this.partitions.forget();
      await this.prepare(readings);
      return this.database.transaction((tx) => this.storeIn(tx, readings));
    }
  }

  private async storeIn(tx: EntityManager, readings: readonly SentReading[]): Promise<StoredReading[]> {
    if (readings.length >= LARGE_BATCH) await tx.query(PATIENCE);
    const ids = [...new Set(readings.map(({ equipmentId }) => equipmentId))];
    const held = await this.equipment.hold(tx, ids);
    if (held.size < ids.length) throw new ReadingsRefused(unknownEquipmentOf(readings, held));
    await this.assertMeasurements(tx, readings, ids);
    const stored = await this.writer.store(
      tx,
      readings.map((reading) =>
        inRecordUnits(reading, held.get(reading.equipmentId)!, reading.units ?? noUnits),
      ),
    );
    await this.alarms.apply(tx, stored);
    this.database.afterCommit(tx, () => this.pulse.wake());
    return stored;
  }

  /** Looks up what is defined only where a reading brings any. */
  private async assertMeasurements(
    tx: EntityManager,
    readings: readonly SentReading[],
    equipmentIds: readonly number[],
  ): Promise<void> {
    if (readings.every(({ measurements }) => measurements === undefined)) return;
    const defined = await this.measurements.ofTypes(tx, equipmentIds);
    const issues = readings.flatMap(({ equipmentId, measurements = {} }, index) =>
      unknownMeasurements(measurements, defined.get(equipmentId)!).map((issue) => ({ index, issue })),
    );
    if (issues.length > 0) throw new ReadingsRefused(issues);
  }

  private assertTimes(readings: readonly SentReading[]): void {
    const { EQUIPMENT_RETENTION_DAYS: days } = this.settings;
    const nowMs = Date.now();
    const issues: IngestIssue[] = [];
    for (let index = 0; index < readings.length; index++) {
      const { measuredAtUs } = readings[index]!;
      if (measuredAtUs === null) continue;
      const text = measuringTimeProblem(measuredAtUs / 1000, days, nowMs);
      if (text !== undefined)
        issues.push({ index, issue: { path: ['measured_at'], code: 'invalid', params: { text } } });
    }
    if (issues.length > 0) throw new ReadingsRefused(issues);
  }

  private async prepare(readings: readonly SentReading[]): Promise<void> {
    const weeks = new Set<number>();
    for (const { measuredAtUs } of readings)
      if (measuredAtUs !== null) weeks.add(weekOf(measuredAtUs / 1000));
    /* Readings without a time of their own get theirs a moment later, perhaps in the next week. */
    weeks.add(weekOf(Date.now() + 60_000));
    await this.partitions.ensure(weeks);
  }
}

/* The table has no CHECK of its own: it is that of the partitions' ranges. */
const CHECK_VIOLATION = '23514';
const lacksPartition = (error: unknown): boolean => (error as { code?: string }).code === CHECK_VIOLATION;

function unknownEquipmentOf(
  readings: readonly SentReading[],
  known: ReadonlyMap<number, unknown>,
): IngestIssue[] {
  return readings.flatMap(({ equipmentId }, index) =>
    known.has(equipmentId) ? [] : [{ index, issue: unknownEquipment(equipmentId) }],
  );
}
