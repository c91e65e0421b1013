import {
  DomainError,
  found,
  type Issue,
  type StopReason as NewStopReason,
  type StopReasonView,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { StopReason } from './stop-reason.entity.js';
import { StopReasonStore } from './stop-reason.store.js';

const MAX_REASONS = 1000;
const MAX_DEPTH = 6;
/** More than an operator reads in a log. */
const MAX_NAMED = 20;

export const unknownReason = (field: string, id: number): Issue => ({
  path: [field],
  code: 'no_such_key',
  params: { key: String(id) },
});

@Injectable()
export class StopReasonService implements OnApplicationBootstrap {
  readonly #logger = new Logger(StopReasonService.name);

  constructor(
    private readonly database: Database,
    private readonly store: StopReasonStore,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const twins = await this.store.twins(MAX_NAMED);
    if (twins.length === 0) return;
    const named = twins.map(({ id, parentId }) => `${id} below ${parentId}`).join(', ');
    this.#logger.warn(
      `These stop reasons have the name of an older one beside them, but for case; explain stops by one of the two and remove the other: ${named}`,
    );
  }

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
