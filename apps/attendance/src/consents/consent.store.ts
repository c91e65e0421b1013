import type { ConsentPurpose } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Consent } from './consent.entity.js';

export type ListedConsent = Omit<Consent, 'person'> & { readonly employeeId: string };

const COLUMNS = `c.id, c.person_id AS "personId", c.purpose, c.statement, c.given_at AS "givenAt", c.given_by AS "givenBy",
  c.withdrawn_at AS "withdrawnAt", person.employee_id AS "employeeId"`;
const FROM = 'consent c JOIN person ON account_id = c.person_id';

@Injectable()
export class ConsentStore {
  constructor(private readonly database: Database) {}

  /** Returns one page, newest first, each row with the count of all; undefined for everybody's. */
  list(
    personId: number | undefined,
    limit: number,
    offset: number,
  ): Promise<(ListedConsent & { count: number })[]> {
    return this.database.query(
      `SELECT ${COLUMNS}, (SELECT count(*) FROM consent WHERE $1::int IS NULL OR person_id = $1) FROM ${FROM}
        WHERE $1::int IS NULL OR c.person_id = $1 ORDER BY c.given_at DESC, c.id DESC LIMIT $2 OFFSET $3`,
      [personId ?? null, limit, offset],
    );
  }

  /** Inside the surrounding transaction, if there is one. */
  async inForce(personId: number, purpose: ConsentPurpose): Promise<ListedConsent | undefined> {
    const [row] = await this.database.query<ListedConsent>(
      `SELECT ${COLUMNS} FROM ${FROM} WHERE c.person_id = $1 AND c.purpose = $2 AND c.withdrawn_at IS NULL`,
      [personId, purpose],
    );
    return row;
  }

  /** Returns false where one is in force. */
  async insert(
    tx: EntityManager,
    consent: Pick<Consent, 'id' | 'personId' | 'purpose' | 'statement' | 'givenBy'>,
  ): Promise<boolean> {
    const rows = await this.database.preparedIn(
      tx,
      'consent.insert',
      `INSERT INTO consent (id, person_id, purpose, statement, given_by) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id`,
      [consent.id, consent.personId, consent.purpose, consent.statement, consent.givenBy],
    );
    return rows.length === 1;
  }

  async withdraw(tx: EntityManager, personId: number, purpose: ConsentPurpose): Promise<void> {
    await tx.query(
      'UPDATE consent SET withdrawn_at = now() WHERE person_id = $1 AND purpose = $2 AND withdrawn_at IS NULL',
      [personId, purpose],
    );
  }
}
