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
import { EquipmentReferences } from '../../machines/equipment-references.js';
import { EquipmentStore } from '../../machines/equipment.store.js';
import { type EquipmentSettings, equipmentSettings } from '../../equipment.settings.js';
import { spanProblems } from '../spans/span-problems.js';
import { ProductionCountStore } from './production-count.store.js';

@Injectable()
export class ProductionCountService {
  constructor(
    private readonly database: Database,
    private readonly store: ProductionCountStore,
    private readonly equipment: EquipmentStore,
    private readonly references: EquipmentReferences,
    @Inject(equipmentSettings.token) private readonly settings: EquipmentSettings,
  ) {}

  async list(query: SpanQuery): Promise<Page<ProductionCountView>> {
    return existing(await this.store.list(query), query);
  }

  /** The count that is there already where it says the same. */
  async create(sent: unknown, { principal }: CallContext): Promise<ProductionCountView> {
    const count = await this.references.read(ProductionCount, sent);
    const issues = [...spanProblems(count, this.settings), ...pieceProblems(count)];
    if (issues.length > 0) throw new DomainError('VALIDATION_FAILED', { issues });
    return this.database.transaction(async (tx) => {
      if (!(await this.equipment.lock(tx, count.equipment))) throw new DomainError('NOT_FOUND');
      const span = { fromMs: count.from.getTime(), toMs: count.to.getTime() };
      const [there] = await this.store.overlapping(count.equipment, span, tx);
      if (there === undefined) return this.store.create(tx, count, principal?.username ?? null);
      if (saysTheSame(there, count)) return there;
      throw new DomainError('COUNT_OVERLAPS');
    });
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

const saysTheSame = (there: ProductionCountView, count: ProductionCount): boolean =>
  there.from === instant(count.from) &&
  there.to === instant(count.to) &&
  there.total === count.total &&
  there.good === count.good &&
  there.startup_rejects === count.startup_rejects;
