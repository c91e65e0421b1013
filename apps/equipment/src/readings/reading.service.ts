import {
  DomainError,
  type Issue,
  ReadingBody,
  ReadingDraft,
  ReadingPatch,
  readingQualities,
  type ReadingQuery,
  type ReadingView,
} from '@argus/contracts';
import { Database, violatedConstraint } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EquipmentReferences, unknownEquipment } from '../equipment/equipment-references.js';
import { found } from '../equipment/equipment.service.js';
import { EquipmentStore } from '../equipment/equipment.store.js';
import { type EquipmentSettings, equipmentSettings } from '../equipment.settings.js';
import { ReadingPartitions } from './reading-partitions.js';
import { ReadingStore } from './reading.store.js';
import { ReadingWriter } from './reading.writer.js';
import { measuringTimeProblem } from './measuring-time.js';

@Injectable()
export class ReadingService {
  constructor(
    private readonly database: Database,
    private readonly store: ReadingStore,
    private readonly writer: ReadingWriter,
    private readonly partitions: ReadingPartitions,
    private readonly equipment: EquipmentStore,
    private readonly references: EquipmentReferences,
    @Inject(equipmentSettings.token) private readonly settings: EquipmentSettings,
  ) {}

  list(query: ReadingQuery): Promise<ReadingView[]> {
    return this.store.list(query);
  }

  async get(id: number): Promise<ReadingView> {
    return found(await this.store.find(id));
  }

  async create(sent: unknown): Promise<ReadingView> {
    const draft = await this.references.read(ReadingDraft, sent);
    const atMs = draft.measured_at?.getTime() ?? Date.now();
    const problem = measuringTimeProblem(atMs, this.settings.EQUIPMENT_RETENTION_DAYS);
    if (problem) throw invalid('measured_at', problem);
    await this.partitions.ensure(atMs, atMs + 1000);
    const id = await this.database.transaction((tx) => this.storeOne(tx, draft));
    return found(await this.store.find(id));
  }

  async replace(id: number, sent: unknown): Promise<ReadingView> {
    await this.get(id);
    return this.correct(id, await this.references.read(ReadingBody, sent));
  }

  async change(id: number, sent: unknown): Promise<ReadingView> {
    await this.get(id);
    return this.correct(id, await this.references.read(ReadingPatch, sent));
  }

  async remove(id: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await this.store.remove(tx, id))) throw new DomainError('NOT_FOUND');
    });
  }

  private async storeOne(tx: EntityManager, draft: ReadingDraft): Promise<number> {
    const { equipment, measured_at, temperature, speed, pressure, quality = 'good' } = draft;
    await this.hold(tx, equipment);
    const measuredAt = measured_at?.toISOString() ?? null;
    const values = { temperature, speed, pressure, quality: readingQualities.indexOf(quality) };
    const [stored] = await this.writer.store(tx, [{ equipmentId: equipment, measuredAt, ...values }]);
    if (stored) return stored.id;
    if (measuredAt === null) throw new DomainError('UNAVAILABLE', { retryAfterSeconds: 1 });
    return found(await this.store.idOf(tx, equipment, measuredAt));
  }

  private async correct(id: number, patch: ReadingPatch): Promise<ReadingView> {
    try {
      return await this.database.transaction(async (tx) => {
        if (patch.equipment !== undefined) await this.hold(tx, patch.equipment);
        return found(await this.store.change(tx, id, patch));
      });
    } catch (error) {
      if (!violatedConstraint(error)?.endsWith('pkey')) throw error;
      throw invalid('equipment', 'This equipment has a reading of the same moment already.');
    }
  }

  private async hold(tx: EntityManager, equipmentId: number): Promise<void> {
    const held = await this.equipment.hold(tx, [equipmentId]);
    if (!held.has(equipmentId))
      throw new DomainError('VALIDATION_FAILED', { issues: [unknownEquipment(equipmentId)] });
  }
}

function invalid(field: string, text: string): DomainError {
  const issue: Issue = { path: [field], code: 'invalid', params: { text } };
  return new DomainError('VALIDATION_FAILED', { issues: [issue] });
}
