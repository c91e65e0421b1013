import {
  DomainError,
  found,
  invalid,
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
import { ReadingIngest } from './reading-ingest.service.js';
import { ReadingsRefused } from './sent-reading.js';
import { type LockedReading, ReadingStore } from '../readings/reading.store.js';
import { inStoredUnits } from '../readings/units.js';
import { conflictText } from './conflict-text.js';
import { isStored } from '../readings/values/reading-outcome.js';
import { LateReadings } from './late-readings.service.js';

@Injectable()
export class ReadingService {
  constructor(
    private readonly database: Database,
    private readonly store: ReadingStore,
    private readonly batches: ReadingBatchStore,
    private readonly newReadings: NewReadingSignal,
    private readonly ingest: ReadingIngest,
    private readonly lateReadings: LateReadings,
    private readonly rollups: RollupStore,
    private readonly alarms: AlarmEvaluationService,
    private readonly equipment: EquipmentStore,
    private readonly references: EquipmentReferences,
    private readonly measurements: MeasurementStore,
  ) {}

  async get(id: number): Promise<ReadingView> {
    return found(await this.store.find(id));
  }

  /**
   * Idempotent: returns the stored reading if its time and values match. Throws VALIDATION_FAILED if only its time does.
   * @param sender takes turns with others where the reading is late
   */
  async create(sent: unknown, sender?: string): Promise<ReadingView> {
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
    const [outcome] = await this.ingest.store([reading], sender).catch(refuseOne);
    if (isStored(outcome!)) return found(await this.store.find(outcome.id));
    const { existingId, isConflict } = outcome!;
    if (isConflict) throw invalid('measured_at', 'invalid', { text: conflictText(existingId) });
    return found(existingId === undefined ? undefined : await this.store.find(existingId));
  }

  async replace(id: number, sent: unknown, sender?: string): Promise<ReadingView> {
    const current = await this.get(id);
    refuseTime(ReadingBody, sent);
    const body = await this.references.read(ReadingBody, sent);
    return this.correct(current, body, strayFields(sent as object), sender);
  }

  async change(id: number, sent: unknown, sender?: string): Promise<ReadingView> {
    const current = await this.get(id);
    refuseTime(ReadingPatch, sent);
    const patch = await this.references.read(ReadingPatch, sent);
    refuseLoneUnits(patch);
    return this.correct(current, patch, strayFields(sent as object), sender);
  }

  async remove(id: number, sender = ''): Promise<void> {
    const { equipment } = await this.get(id);
    await this.revise(sender, [equipment], async (tx) => {
      const locked = found(await this.store.lock(tx, id));
      await this.store.remove(tx, locked);
      await this.tell(tx, id, locked.equipmentId);
      await this.rollups.rebuild(tx, locked.equipmentId, locked.measuredAt);
      await this.alarms.revise(tx, locked.equipmentId, locked.measuredAt);
    });
  }

  /** Changes what the rules were told of these machines, in a turn of the sender. */
  private revise(
    sender: string,
    machines: readonly number[],
    work: (tx: EntityManager) => Promise<void>,
  ): Promise<void> {
    return this.lateReadings.run(sender, machines, () => this.database.transaction(work));
  }

  private async correct(
    { id, equipment }: ReadingView,
    patch: ReadingBody | ReadingPatch,
    strays: readonly string[] | undefined,
    sender = '',
  ): Promise<ReadingView> {
    try {
      await this.revise(sender, [equipment, patch.equipment ?? equipment], async (tx) => {
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
