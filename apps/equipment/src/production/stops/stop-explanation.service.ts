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
import { Database, mapConstraints } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { EquipmentReferences } from '../../machines/equipment-references.js';
import { EquipmentStore } from '../../machines/equipment.store.js';
import { type EquipmentSettings, equipmentSettings } from '../../equipment.settings.js';
import { spanProblems } from '../spans/span-problems.js';
import { unknownReason } from './stop-reason.service.js';
import { StopReasonStore } from './stop-reason.store.js';
import { StopExplanationStore } from './stop-explanation.store.js';

@Injectable()
export class StopExplanationService {
  constructor(
    private readonly database: Database,
    private readonly store: StopExplanationStore,
    private readonly reasons: StopReasonStore,
    private readonly equipment: EquipmentStore,
    private readonly references: EquipmentReferences,
    @Inject(equipmentSettings.token) private readonly settings: EquipmentSettings,
  ) {}

  async list(query: SpanQuery): Promise<Page<StopExplanationView>> {
    return existing(await this.store.list(query), query);
  }

  /** The explanation that is there already where it says the same. */
  async create(sent: unknown, { principal }: CallContext): Promise<StopExplanationView> {
    const said = await this.references.read(StopExplanation, sent);
    const issues = spanProblems(said, this.settings);
    if (!(await this.reasons.find(said.reason))) issues.push(unknownReason('reason', said.reason));
    if (issues.length > 0) throw new DomainError('VALIDATION_FAILED', { issues });
    return this.database.transaction(async (tx) => {
      if (!(await this.equipment.lock(tx, said.equipment))) throw new DomainError('NOT_FOUND');
      const [there] = await this.store.overlapping(tx, said.equipment, said.from, said.to);
      if (there !== undefined && !saysTheSame(there, said)) throw new DomainError('EXPLANATION_OVERLAPS');
      /* The reason was there a moment ago: it was removed meanwhile. */
      return (
        there ??
        mapConstraints({ FK_stop_explanation_reason: 'NOT_FOUND' }, () =>
          this.store.create(tx, said, principal?.username ?? null),
        )
      );
    });
  }

  async remove(id: number): Promise<void> {
    if (!(await this.store.remove(id))) throw new DomainError('NOT_FOUND');
  }
}

const saysTheSame = (there: StopExplanationView, said: StopExplanation): boolean =>
  there.from === instant(said.from) &&
  there.to === instant(said.to) &&
  there.reason === said.reason &&
  there.comment === (said.comment ?? null);
