import {
  type CallContext,
  DomainError,
  existing,
  instant,
  type Page,
  type SpanQuery,
  StopExplanation,
  type StopExplanationView,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { EquipmentReferences } from '../../machines/equipment-references.service.js';
import { EquipmentStore } from '../../machines/equipment.store.js';
import { type EquipmentSettings, equipmentSettings } from '../../equipment.settings.js';
import { recordSpan } from '../spans/record-span.js';
import { spanProblems } from '../spans/span-problems.js';
import type { StopExplanation as ExplanationRow } from './stop-explanation.entity.js';
import { unknownReason } from './stop-reason.service.js';
import { StopReasonStore } from './stop-reason.store.js';
import { StopExplanationStore } from './stop-explanation.store.js';

@Injectable()
export class StopExplanationService {
  constructor(
    readonly database: Database,
    readonly store: StopExplanationStore,
    private readonly reasons: StopReasonStore,
    readonly equipment: EquipmentStore,
    private readonly references: EquipmentReferences,
    @Inject(equipmentSettings.token) private readonly settings: EquipmentSettings,
  ) {}

  async list(query: SpanQuery): Promise<Page<StopExplanationView>> {
    const { count, results } = existing(await this.store.list(query), query);
    return { count, results: results.map(view) };
  }

  /** Idempotent: returns the stored explanation if it is equal. */
  async create(sent: unknown, { principal }: CallContext): Promise<StopExplanationView> {
    const explanation = await this.references.read(StopExplanation, sent);
    const issues = spanProblems(explanation, this.settings);
    const { equipment: equipmentId, from: fromAt, to: toAt, reason: reasonId } = explanation;
    if (!(await this.reasons.find(reasonId))) issues.push(unknownReason('reason', reasonId));
    if (issues.length > 0) throw new DomainError('VALIDATION_FAILED', { issues });
    const comment = explanation.comment ?? null;
    const recordedBy = principal?.username ?? null;
    const span = { equipmentId, fromAt, toAt, reasonId, comment, recordedBy };
    return view(await recordSpan(this, span, 'EXPLANATION_OVERLAPS'));
  }

  async remove(id: number): Promise<void> {
    if (!(await this.store.remove(id))) throw new DomainError('NOT_FOUND');
  }
}

const view = (row: ExplanationRow): StopExplanationView => ({
  id: row.id,
  equipment: row.equipmentId,
  from: instant(row.fromAt),
  to: instant(row.toAt),
  reason: row.reasonId,
  comment: row.comment,
  recorded_at: instant(row.recordedAt),
  recorded_by: row.recordedBy,
});
