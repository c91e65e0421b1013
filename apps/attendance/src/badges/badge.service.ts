import {
  type BadgeQuery,
  callerOf,
  DomainError,
  pageOfRows,
  type IssueBadge,
  isUuid,
  offsetOf,
  type Page,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { ActLog, type Asker } from '../acts/act-log.service.js';
import { activePerson } from '../people/active-person.js';
import { PersonDirectory } from '../people/person-directory.service.js';
import { PersonStore } from '../people/person.store.js';
import { badgeCodeHash, newBadgeCode } from './badge-code.js';
import { BadgeStore, type ListedBadge } from './badge.store.js';

const MAX_IN_FORCE = 10;

/** Issues and revokes badges. */
@Injectable()
export class BadgeService {
  constructor(
    private readonly database: Database,
    private readonly badges: BadgeStore,
    private readonly directory: PersonDirectory,
    private readonly people: PersonStore,
    private readonly acts: ActLog,
  ) {}

  /** Newest first. @throws DomainError PAGE_NOT_FOUND */
  async list(query: BadgeQuery): Promise<Page<ListedBadge>> {
    const rows = await this.badges.list(query.employee_id, query.page_size, offsetOf(query));
    return pageOfRows(rows, query);
  }

  /** Returns the badge with its code, which nobody learns again. @throws DomainError USER_NOT_FOUND, USER_INACTIVE, TOO_MANY_BADGES */
  async issue(
    { employee_id, label }: IssueBadge,
    asker: Asker,
  ): Promise<{ readonly badge: ListedBadge; readonly code: string }> {
    const { accountId: personId } = await activePerson(this.directory, employee_id);
    const [id, code] = [randomUUID(), newBadgeCode()];
    const createdBy = callerOf(asker).username;
    return this.database.transaction(async (tx) => {
      /* Issuers of one person's badges take turns, so that the limit holds. */
      await this.people.lockAlone(tx, personId);
      if ((await this.badges.inForce(tx, personId)) >= MAX_IN_FORCE) throw new DomainError('TOO_MANY_BADGES');
      await this.badges.insert(tx, {
        id,
        personId,
        codeHash: badgeCodeHash(code),
        label: label ?? null,
        createdBy,
      });
      await this.acts.note(tx, 'badge-issued', asker, { personId, details: { badge: id, label } });
      return { badge: (await this.badges.find(id))!, code };
    });
  }

  /** @throws DomainError BADGE_NOT_FOUND */
  async revoke(id: string, asker: Asker): Promise<void> {
    await this.database.transaction(async (tx) => {
      const badge = isUuid(id) ? await this.badges.find(id) : undefined;
      if (!badge) throw new DomainError('BADGE_NOT_FOUND');
      if (!(await this.badges.revoke(tx, id))) return;
      await this.acts.note(tx, 'badge-revoked', asker, { personId: badge.personId, details: { badge: id } });
    });
  }
}
