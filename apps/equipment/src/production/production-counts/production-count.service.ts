import {
  type CallContext,
  DomainError,
  existing,
  instant,
  type Issue,
  type Page,
  ProductionCount,
  type ProductionCountView,
  type SpanQuery,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { EquipmentReferences } from '../../machines/equipment-references.service.js';
import { EquipmentStore } from '../../machines/equipment.store.js';
import { type EquipmentSettings, equipmentSettings } from '../../equipment.settings.js';
import { recordSpan } from '../spans/record-span.js';
import { spanProblems } from '../spans/span-problems.js';
import type { ProductionCount as CountRow } from './production-count.entity.js';
import { ProductionCountStore } from './production-count.store.js';

@Injectable()
export class ProductionCountService {
  constructor(
    readonly database: Database,
    readonly store: ProductionCountStore,
    readonly equipment: EquipmentStore,
    private readonly references: EquipmentReferences,
    @Inject(equipmentSettings.token) private readonly settings: EquipmentSettings,
  ) {}

  async list(query: SpanQuery): Promise<Page<ProductionCountView>> {
    const { count, results } = existing(await this.store.list(query), query);
    return { count, results: results.map(view) };
  }

  /** Idempotent: returns the stored count if it is equal. */
  async create(sent: unknown, { principal }: CallContext): Promise<ProductionCountView> {
    const count = await this.references.read(ProductionCount, sent);
    const issues = [...spanProblems(count, this.settings), ...pieceProblems(count)];
    if (issues.length > 0) throw new DomainError('VALIDATION_FAILED', { issues });
    const { equipment: equipmentId, from: fromAt, to: toAt, total, good, startup_rejects } = count;
    const pieces = { total, good, startupRejects: startup_rejects };
    const recordedBy = principal?.username ?? null;
    return view(
      await recordSpan(this, { equipmentId, fromAt, toAt, ...pieces, recordedBy }, 'COUNT_OVERLAPS'),
    );
  }

  async remove(id: number): Promise<void> {
    if (!(await this.store.remove(id))) throw new DomainError('NOT_FOUND');
  }
}

function pieceProblems({ total, good, startup_rejects: startup }: ProductionCount): Issue[] {
  const issue = (field: string, text: string): Issue => ({
    path: [field],
    code: 'invalid',
    params: { text },
  });
  return [
    ...(good > total ? [issue('good', 'More are good than were made.')] : []),
    ...(startup > Math.max(0, total - good) ? [issue('startup_rejects', 'More than were rejected.')] : []),
  ];
}

const view = (row: CountRow): ProductionCountView => ({
  id: row.id,
  equipment: row.equipmentId,
  from: instant(row.fromAt),
  to: instant(row.toAt),
  total: row.total,
  good: row.good,
  startup_rejects: row.startupRejects,
  recorded_at: instant(row.recordedAt),
  recorded_by: row.recordedBy,
});
