import {
  type CallContext,
  callerOf,
  DomainError,
  type FaceTwinsPath,
  faceTwinsEnded,
  type FaceTwinsView,
  type Page,
  type PageQuery,
  twinsContract,
} from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Database, Jobs, Outbox } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { accountIdOf, gallery, subjectOf } from '../gallery.js';
import { PersonDirectory } from '../people/person-directory.service.js';
import { endOfTwinsQueue } from '../queues.js';
import { rounded } from '../rounded.js';
import { EndOfTwinsWorker } from './end-of-twins.worker.js';

/** Lists and ends the pairs of people who were decided to be twins. */
@Injectable()
export class FaceTwinsService {
  constructor(
    private readonly rpc: RpcClient,
    private readonly database: Database,
    private readonly people: PersonDirectory,
    private readonly outbox: Outbox,
    private readonly jobs: Jobs,
    private readonly worker: EndOfTwinsWorker,
  ) {}

  /** @throws DomainError PAGE_NOT_FOUND */
  async list(query: PageQuery): Promise<Page<FaceTwinsView>> {
    const { count, results } = await this.rpc.call(twinsContract.operations.list, {
      body: { gallery, ...query },
    });
    const ids = results.flatMap(({ subject, other }) => [accountIdOf(subject), accountIdOf(other)]);
    const known = await this.people.findByIds(ids);
    const personOf = (subject: string) => {
      const id = accountIdOf(subject);
      const { employeeId = '', name = '' } = known.get(id) ?? {};
      return { id, employee_id: employeeId, name };
    };
    const views = results.map(({ subject, other, similarity, model, created_at }) => ({
      person: personOf(subject),
      other: personOf(other),
      similarity: similarity === null ? null : rounded(similarity),
      model,
      decided_at: created_at,
    }));
    return { count, results: views };
  }

  /** The job ends the pair also where this process ends after the commit. @throws DomainError TWINS_NOT_FOUND */
  async end(
    { employee_id, other_employee_id }: FaceTwinsPath,
    context: Pick<CallContext, 'principal' | 'requestId'>,
  ): Promise<void> {
    const { accountId, sessionId, scopes } = callerOf(context);
    const person = await this.people.findByEmployeeId(employee_id);
    const other = await this.people.findByEmployeeId(other_employee_id);
    if (!person || !other) throw new DomainError('TWINS_NOT_FOUND');
    const pair = { personId: person.accountId, otherId: other.accountId };
    const body = { gallery, subject: subjectOf(pair.personId), other: subjectOf(pair.otherId) };
    const { twins } = await this.rpc.call(twinsContract.operations.areTwins, { body });
    if (!twins) throw new DomainError('TWINS_NOT_FOUND');
    await this.database.transaction(async (tx) => {
      await this.jobs.send(tx, endOfTwinsQueue, pair);
      await this.outbox.append(tx, faceTwinsEnded, {
        person_id: pair.personId,
        other_id: pair.otherId,
        ended_by: accountId,
        key_id: scopes ? sessionId : null,
        request_id: context.requestId,
      });
    });
    await this.worker.run(pair);
  }
}
