import { isDeepStrictEqual } from 'node:util';
import {
  DomainError,
  found,
  invalid,
  type MeasurementValues,
  type Metric,
  metrics,
  ReadingBody,
  ReadingDraft,
  ReadingPatch,
  readingQualities,
  type ReadingView,
  undeclaredTime,
  type Units,
} from '@argus/contracts';
import { Database, violatedConstraint } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EquipmentReferences, unknownEquipment } from '../machines/equipment-references.service.js';
import { EquipmentStore } from '../machines/equipment.store.js';
import { measurementIssues } from '../machines/measurement-names.js';
import { MeasurementStore } from '../machines/measurement.store.js';
import { AlarmEvaluationService } from '../alarms/evaluation/alarm-evaluation.service.js';
import { NewReadingSignal } from '../readings/new-reading-signal.service.js';
import { ReadingBatchStore } from '../readings/reading-batch.store.js';
import { RollupStore } from '../readings/rollups/rollup.store.js';
import { refuseLoneUnits, sentUnits } from './sent-units.js';
import { strayFields } from './stray-fields.js';
import { ReadingIngest, ReadingsRefused } from './reading-ingest.service.js';
import { type LockedReading, ReadingStore } from '../readings/reading.store.js';
import { inStoredUnits, inUnits } from '../readings/units.js';

@Injectable()
export class ReadingService {
  constructor(
    private readonly database: Database,
    private readonly store: ReadingStore,
    private readonly batches: ReadingBatchStore,
    private readonly newReadings: NewReadingSignal,
    private readonly ingest: ReadingIngest,
    private readonly rollups: RollupStore,
    private readonly alarms: AlarmEvaluationService,
    private readonly equipment: EquipmentStore,
    private readonly references: EquipmentReferences,
    private readonly measurements: MeasurementStore,
  ) {}

  async get(id: number): Promise<ReadingView> {
    return found(await this.store.find(id));
  }

  /** Idempotent: returns the stored reading if its time and values match. Throws VALIDATION_FAILED if only its time does. */
  async create(sent: unknown): Promise<ReadingView> {
    const draft = await this.references.readForm(ReadingDraft, sent);
    const {
      equipment,
      measured_at,
      temperature,
      speed,
      pressure,
      quality = 'good',
      measurements = {},
    } = draft;
    const strays = strayFields(sent as object);
    const units = sentUnits(draft);
    const reading = {
      equipmentId: equipment,
      measuredAtUs: measured_at === undefined ? null : measured_at.usNumber,
      temperature,
      speed,
      pressure,
      quality: readingQualities.indexOf(quality),
      measurements: Object.keys(measurements).length > 0 ? measurements : undefined,
      ...(units && { units }),
      ...(strays && { strays }),
    };
    const [stored] = await this.ingest.store([reading]).catch(refuseOne);
    if (stored) return found(await this.store.find(stored.id));
    const id = await this.store.idOf(equipment, measured_at!);
    const existing = found(id === undefined ? undefined : await this.store.find(id));
    const ofEquipment = found(await this.equipment.unitsOf(equipment));
    if (!areEqual(existing, inUnits(inStoredUnits(reading, ofEquipment, units), ofEquipment)))
      throw invalid('measured_at', 'invalid', {
        text: `Reading ${existing.id} has this time and other values: correct that one.`,
      });
    return existing;
  }

  async replace(id: number, sent: unknown): Promise<ReadingView> {
    await this.get(id);
    refuseTime(ReadingBody, sent);
    const body = await this.references.read(ReadingBody, sent);
    return this.correct(id, body, strayFields(sent as object));
  }

  async change(id: number, sent: unknown): Promise<ReadingView> {
    await this.get(id);
    refuseTime(ReadingPatch, sent);
    const patch = await this.references.read(ReadingPatch, sent);
    refuseLoneUnits(patch);
    return this.correct(id, patch, strayFields(sent as object));
  }

  async remove(id: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      const locked = found(await this.store.lock(tx, id));
      await this.store.remove(tx, locked);
      await this.tell(tx, id, locked.equipmentId);
      await this.rollups.rebuild(tx, locked.equipmentId, locked.measuredAt);
      await this.alarms.revise(tx, locked.equipmentId, locked.measuredAt);
    });
  }

  private async correct(
    id: number,
    patch: ReadingBody | ReadingPatch,
    strays: readonly string[] | undefined,
  ): Promise<ReadingView> {
    try {
      await this.database.transaction(async (tx) => {
        const locked = found(await this.store.lock(tx, id));
        await this.correctIn(tx, locked, patch, strays);
      });
    } catch (error) {
      if (!violatedConstraint(error)?.endsWith('pkey')) throw error;
      throw invalid('equipment', 'invalid', {
        text: 'This equipment has a reading of the same time already.',
      });
    }
    return this.get(id);
  }

  private async correctIn(
    tx: EntityManager,
    locked: LockedReading,
    patch: ReadingBody | ReadingPatch,
    strays: readonly string[] | undefined,
  ): Promise<void> {
    const owner = patch.equipment ?? locked.equipmentId;
    const units = await this.unitsOf(tx, owner);
    const { measurements } = patch;
    if (measurements || strays) await this.assertMeasurements(tx, owner, { measurements, strays });
    await this.store.change(
      tx,
      locked,
      inStoredUnits(patch, units, sentUnits(patch)),
      patch instanceof ReadingPatch,
    );
    await this.tell(tx, locked.id, owner === locked.equipmentId ? undefined : locked.equipmentId);
    /* Lock order: by machine id, as for every writer. */
    const touched = [...new Set([locked.equipmentId, owner])].sort((a, b) => a - b);
    for (const equipmentId of touched) {
      await this.rollups.rebuild(tx, equipmentId, locked.measuredAt);
      await this.alarms.revise(tx, equipmentId, locked.measuredAt);
    }
  }

  /** Tells followers of a change; of a removal, if the reading was removed from a machine. */
  private async tell(tx: EntityManager, id: number, removedFrom: number | undefined): Promise<void> {
    await this.batches.repeat(tx, id, removedFrom);
    this.database.afterCommit(tx, () => this.newReadings.wake());
  }

  private async assertMeasurements(
    tx: EntityManager,
    equipmentId: number,
    named: Parameters<typeof measurementIssues>[0],
  ): Promise<void> {
    const defined = (await this.measurements.ofTypes(tx, [equipmentId])).get(equipmentId)!;
    const issues = measurementIssues(named, defined);
    if (issues.length > 0) throw new DomainError('VALIDATION_FAILED', { issues });
  }

  private async unitsOf(tx: EntityManager, equipmentId: number): Promise<Units | null> {
    const units = (await this.equipment.lockAgainstRemoval(tx, [equipmentId])).get(equipmentId);
    if (units === undefined)
      throw new DomainError('VALIDATION_FAILED', { issues: [unknownEquipment(equipmentId)] });
    return units;
  }
}

/* Values that were converted to stored units and back may differ in their last digits. */
const RELATIVE_TOLERANCE = 1e-9;
const areEqual = (
  stored: ReadingView,
  sent: Readonly<Record<Metric, number>> & { readonly measurements: MeasurementValues | undefined },
): boolean =>
  metrics.every(
    (metric) =>
      Math.abs(stored[metric] - sent[metric]) <= RELATIVE_TOLERANCE * Math.max(1, Math.abs(sent[metric])),
  ) && isDeepStrictEqual(stored.measurements, sent.measurements);

/** Throws VALIDATION_FAILED for a time other than the original's `timestamp`, which it ignores: a correction does not move a reading. */
function refuseTime(Class: typeof ReadingBody | typeof ReadingPatch, sent: unknown): void {
  const name = undeclaredTime(Class, Object(sent) as object, 'timestamp');
  if (name !== undefined)
    throw invalid(name, 'invalid', {
      text: 'The time of a reading stays: remove the reading and store one of the right time.',
    });
}

function refuseOne(error: unknown): never {
  if (error instanceof ReadingsRefused)
    throw new DomainError('VALIDATION_FAILED', { issues: error.issues.map(({ issue }) => issue) });
  throw error;
}
