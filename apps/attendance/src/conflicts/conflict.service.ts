import {
  type CallContext,
  callerOf,
  type ConflictQuery,
  type ConflictView,
  type DecideConflict,
  DomainError,
  type DuplicateSuspicion,
  pageOfRows,
  faceConflictDecided,
  isUuid,
  offsetOf,
  type Page,
} from '@argus/contracts';
import { Database, Jobs, Outbox } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { accountIdOf } from '../gallery.js';
import { PersonDirectory } from '../people/person-directory.service.js';
import { conflictSettlementQueue } from '../queues.js';
import { requesterOf } from '../requester.js';
import { ConflictStore } from './conflict.store.js';
import { toConflictView } from './conflict.view.js';

/** Opens conflict cases, lists them and takes the decisions of administrators. */
@Injectable()
export class ConflictService {
  constructor(
    private readonly database: Database,
    private readonly conflicts: ConflictStore,
    private readonly people: PersonDirectory,
    private readonly outbox: Outbox,
    private readonly jobs: Jobs,
  ) {}

  /** Makes sure that the person whom vision names is stored, so that a case can name them. */
  async knowOther({ subject }: DuplicateSuspicion): Promise<void> {
    const id = accountIdOf(subject);
    if (!(await this.people.findByIds([id])).has(id))
      throw new Error(`Vision names account ${id}, which is unknown`);
  }

  /** Tells whether an enrolment of the person waits for a decision. Another one would hide what is to be decided. */
  isOpenFor(personId: number): Promise<boolean> {
    return this.conflicts.isOpenFor(personId);
  }

  /** Opens the case of an enrolment. One that was opened at the same time is closed: its template was replaced. */
  async open(
    tx: EntityManager,
    taskId: string,
    personId: number,
    { subject, similarity, threshold, error_rates: errorRates, model }: DuplicateSuspicion,
  ): Promise<void> {
    await this.conflicts.closeOwn(tx, personId, 'The person was enrolled again.');
    const otherId = accountIdOf(subject);
    const id = randomUUID();
    await this.conflicts.insert(tx, {
      id,
      taskId,
      personId,
      otherId,
      similarity,
      threshold,
      errorRates,
      model,
    });
  }

  /** @throws DomainError PAGE_NOT_FOUND */
  async list(query: ConflictQuery): Promise<Page<ConflictView>> {
    const rows = await this.conflicts.list(query.status, query.page_size, offsetOf(query));
    return pageOfRows(rows, query, toConflictView);
  }

  /** @throws DomainError CONFLICT_NOT_FOUND */
  async get(id: string): Promise<ConflictView> {
    const found = isUuid(id) ? await this.conflicts.find(id) : undefined;
    if (!found) throw new DomainError('CONFLICT_NOT_FOUND');
    return toConflictView(found);
  }

  /**
   * Closes the case. Vision carries the decision out afterwards. The same decision again changes nothing.
   * @throws DomainError CONFLICT_NOT_FOUND, CONFLICT_HAS_ONE_PERSON, CONFLICT_CLOSED
   */
  async decide(
    id: string,
    { decision, reason }: DecideConflict,
    context: Pick<CallContext, 'principal' | 'requestId'>,
  ): Promise<ConflictView> {
    const { accountId, username: decidedBy, sessionId, scopes } = callerOf(context);
    const decider = requesterOf(context);
    await this.database.transaction(async (tx) => {
      const conflict = isUuid(id) ? await this.conflicts.lock(tx, id) : null;
      if (!conflict) throw new DomainError('CONFLICT_NOT_FOUND');
      if (decision === 'twins' && conflict.personId === conflict.otherId)
        throw new DomainError('CONFLICT_HAS_ONE_PERSON');
      if (conflict.closedAt !== null) {
        if (conflict.decision !== decision) throw new DomainError('CONFLICT_CLOSED');
        return;
      }
      await this.conflicts.close(tx, id, { decision, decidedBy, decider, reason });
      await this.jobs.send(tx, conflictSettlementQueue, { conflictId: id });
      await this.outbox.append(tx, faceConflictDecided, {
        conflict_id: id,
        person_id: conflict.personId,
        other_id: conflict.otherId,
        decision,
        reason,
        decided_by: accountId,
        key_id: scopes ? sessionId : null,
        request_id: context.requestId,
      });
    });
    return this.get(id);
  }
}
