import {
  DomainError,
  found,
  type Issue,
  type StopReason as NewStopReason,
  type StopReasonView,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { StopReason } from './stop-reason.entity.js';
import { StopReasonStore } from './stop-reason.store.js';

const MAX_REASONS = 1000;
const MAX_DEPTH = 6;

export const unknownReason = (field: string, id: number): Issue => ({
  path: [field],
  code: 'no_such_key',
  params: { key: String(id) },
});

@Injectable()
export class StopReasonService {
  constructor(
    private readonly database: Database,
    private readonly store: StopReasonStore,
  ) {}

  async list(): Promise<StopReasonView[]> {
    return (await this.store.list()).map(view);
  }

  async create({ name, parent: parentId }: NewStopReason): Promise<StopReasonView> {
    const parent = await this.store.find(parentId);
    const issues: Issue[] = parent ? [] : [unknownReason('parent', parentId)];
    if (parent && parent.depth >= MAX_DEPTH) {
      const params = { text: `The tree is at most ${MAX_DEPTH} deep.` };
      issues.push({ path: ['parent'], code: 'invalid', params });
    }
    if (!parent || issues.length > 0) throw new DomainError('VALIDATION_FAILED', { issues });
    return this.database.transaction(async (tx) => {
      if ((await this.store.count(tx)) >= MAX_REASONS) throw new DomainError('TOO_MANY_REASONS');
      return view(await this.store.create(tx, name, parent));
    });
  }

  async remove(id: number): Promise<void> {
    found(await this.store.find(id));
    if (!(await this.store.remove(id))) throw new DomainError('REASON_IN_USE');
  }
}

const view = ({ id, name, parentId, loss }: StopReason): StopReasonView => ({
  id,
  name,
  parent: parentId,
  loss,
});
