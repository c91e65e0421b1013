import {
  type CallContext,
  callerOf,
  type CorrectionBody,
  type CorrectionDecision,
  type CorrectionQuery,
  DomainError,
  pageOfRows,
  Instant,
  invalid,
  isUuid,
  offsetOf,
  type Page,
  type Principal,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Person } from '../../people/person.entity.js';
import { PersonDirectory } from '../../people/person-directory.service.js';
import { WorkingTimeChanges } from '../changes/working-time-changes.service.js';
import { CorrectionStore, type ListedCorrection } from './correction.store.js';

const MAX_OPEN = 50;
/** Tolerated lead of a client's clock over ours. */
const MAX_CLOCK_LEAD_MS = 60_000;

type Asker = Pick<CallContext, 'principal' | 'requestId'>;

/** Takes what people remember of missing punches, and what administrators decide about it. */
@Injectable()
export class CorrectionService {
  constructor(
    private readonly database: Database,
    private readonly corrections: CorrectionStore,
    private readonly people: PersonDirectory,
    private readonly changes: WorkingTimeChanges,
  ) {}

  /** Newest first. @throws DomainError PAGE_NOT_FOUND */
  async list(query: CorrectionQuery, asker: Asker): Promise<Page<ListedCorrection>> {
    const { role, accountId } = callerOf(asker);
    const own = role === 'admin' ? undefined : accountId;
    const filter = { own, employee: query.employee_id, status: query.status };
    const rows = await this.corrections.list(filter, query.page_size, offsetOf(query));
    return pageOfRows(rows, query);
  }

  /** @throws DomainError USER_NOT_FOUND, TIMESTAMP_IN_FUTURE, TOO_MANY_CORRECTIONS, VALIDATION_FAILED, PERMISSION_DENIED */
  async create(body: CorrectionBody, asker: Asker): Promise<ListedCorrection> {
    const caller = callerOf(asker);
    const { timestamp: occurredAt, direction = null, reason } = body;
    if (occurredAt.ms > Instant.now().ms + MAX_CLOCK_LEAD_MS) throw new DomainError('TIMESTAMP_IN_FUTURE');
    if (occurredAt.ms < 0) throw invalid('timestamp', 'invalid', { text: 'Nobody attended before 1970.' });
    const { accountId: personId, employeeId: about } = await this.personOf(body.employee_id, caller);
    const [id, requestedById, requestedBy] = [randomUUID(), caller.accountId, caller.username];
    return this.database.transaction(async (tx) => {
      if ((await this.corrections.countOpen(tx, personId)) >= MAX_OPEN)
        throw new DomainError('TOO_MANY_CORRECTIONS');
      await this.corrections.insert(tx, {
        id,
        personId,
        occurredAt,
        direction,
        reason,
        requestedById,
        requestedBy,
      });
      await this.changes.note(tx, asker, { noun: 'correction', act: 'requested', id, about });
      return this.locked(tx, id);
    });
  }

  /** @throws DomainError CORRECTION_NOT_FOUND, CORRECTION_OWN, CORRECTION_DECIDED */
  async decide(id: string, { decision, note }: CorrectionDecision, asker: Asker): Promise<ListedCorrection> {
    const { accountId, username: decidedBy } = callerOf(asker);
    const status = decision === 'approve' ? 'approved' : 'rejected';
    return this.database.transaction(async (tx) => {
      const correction = await this.locked(tx, id);
      assertOpen(correction);
      if ([correction.personId, correction.requestedById].includes(accountId))
        throw new DomainError('CORRECTION_OWN');
      await this.corrections.settle(tx, id, { status, decidedBy, note });
      await this.changes.note(tx, asker, {
        noun: 'correction',
        act: status,
        id,
        about: correction.employeeId,
      });
      return this.locked(tx, id);
    });
  }

  /** @throws DomainError CORRECTION_NOT_FOUND for one of somebody else, too; CORRECTION_DECIDED */
  async withdraw(id: string, asker: Asker): Promise<ListedCorrection> {
    const { accountId, username: decidedBy } = callerOf(asker);
    return this.database.transaction(async (tx) => {
      const correction = await this.locked(tx, id);
      if (correction.requestedById !== accountId) throw new DomainError('CORRECTION_NOT_FOUND');
      assertOpen(correction);
      await this.corrections.settle(tx, id, { status: 'withdrawn', decidedBy, note: '' });
      await this.changes.note(tx, asker, {
        noun: 'correction',
        act: 'withdrawn',
        id,
        about: correction.employeeId,
      });
      return this.locked(tx, id);
    });
  }

  private async personOf(employeeId: string | undefined, caller: Principal): Promise<Person> {
    const person = await (employeeId === undefined
      ? this.people.findByIds([caller.accountId]).then((found) => found.get(caller.accountId))
      : this.people.findByEmployeeId(employeeId));
    /* Nobody learns by asking whom else there is. */
    const isAllowed = caller.role === 'admin' || person?.accountId === caller.accountId;
    if (!isAllowed) throw new DomainError('PERMISSION_DENIED');
    if (!person) throw new DomainError('USER_NOT_FOUND');
    return person;
  }

  private async locked(tx: EntityManager, id: string): Promise<ListedCorrection> {
    const row = isUuid(id) ? await this.corrections.lock(tx, id) : undefined;
    if (!row) throw new DomainError('CORRECTION_NOT_FOUND');
    return row;
  }
}

function assertOpen({ status }: ListedCorrection): void {
  if (status !== 'open') throw new DomainError('CORRECTION_DECIDED', { status });
}
