import { accountChanged, type ChangedAccount } from '@argus/contracts';
import { Jobs } from '@argus/persistence';
import { Consumes } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { revocationQueue } from '../queues.js';
import type { Requester } from '../requester.js';
import { PersonDirectory } from './person-directory.service.js';

/** Stores the accounts of the attendance family as people. */
@Injectable()
export class AccountConsumer {
  constructor(
    private readonly people: PersonDirectory,
    private readonly jobs: Jobs,
  ) {}

  /** Deactivation destroys the face template, which may exist only for people who attend (ADR 11). */
  @Consumes(accountChanged)
  async accountChanged(account: ChangedAccount, tx: EntityManager): Promise<void> {
    if (account.family !== 'attendance') return;
    const changed = await this.people.keep(account, tx);
    if (!changed || account.is_active) return;
    await this.jobs.send(tx, revocationQueue, { accountId: account.id, requester: changerOf(account) });
  }
}

const changerOf = ({ changed_by, key_id, request_id }: ChangedAccount): Requester | null =>
  request_id === undefined
    ? null
    : { accountId: changed_by ?? null, username: null, keyId: key_id ?? null, requestId: request_id };
