import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Person } from '../people/person.entity.js';
import { ofEmployeeId } from '../people/person.store.js';
import { Badge } from './badge.entity.js';

export type ListedBadge = Pick<
  Badge,
  'id' | 'personId' | 'label' | 'createdBy' | 'createdAt' | 'lastUsedAt' | 'revokedAt'
> &
  Pick<Person, 'employeeId' | 'name'>;

const LISTED = `badge.id, badge.person_id AS "personId", badge.label, badge.created_by AS "createdBy", badge.created_at AS "createdAt",
  badge.last_used_at AS "lastUsedAt", badge.revoked_at AS "revokedAt", person.employee_id AS "employeeId", person.name`;
const FROM = 'badge JOIN person ON person.account_id = badge.person_id';

@Injectable()
export class BadgeStore {
  constructor(private readonly database: Database) {}

  /** Returns one page, newest first, each row with the count of all. */
  list(
    employeeId: string | undefined,
    limit: number,
    offset: number,
  ): Promise<(ListedBadge & { count: number })[]> {
    const where = `nullif($1::text, '') IS NULL OR badge.person_id = (SELECT account_id FROM person WHERE ${ofEmployeeId('$1')})`;
    return this.database.query(
      `SELECT ${LISTED}, (SELECT count(*) FROM badge WHERE ${where}) FROM ${FROM} WHERE ${where}
        ORDER BY badge.created_at DESC, badge.id DESC LIMIT $2 OFFSET $3`,
      [employeeId, limit, offset],
    );
  }

  /** Inside the surrounding transaction, if there is one. */
  async find(id: string): Promise<ListedBadge | undefined> {
    const [row] = await this.database.query<ListedBadge>(
      `SELECT ${LISTED} FROM ${FROM} WHERE badge.id = $1`,
      [id],
    );
    return row;
  }

  inForce(tx: EntityManager, personId: number): Promise<number> {
    return tx
      .createQueryBuilder(Badge, 'badge')
      .where({ personId })
      .andWhere('badge.revoked_at IS NULL')
      .getCount();
  }

  async insert(
    tx: EntityManager,
    badge: Pick<Badge, 'id' | 'personId' | 'codeHash' | 'label' | 'createdBy'>,
  ): Promise<void> {
    await tx.insert(Badge, badge);
  }

  /** Revokes a badge; a second time changes nothing. Returns whether it was in force. */
  async revoke(tx: EntityManager, id: string): Promise<boolean> {
    const rows = await this.database.preparedIn(
      tx,
      'badge.revoke',
      'UPDATE badge SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL RETURNING id',
      [id],
    );
    return rows.length === 1;
  }

  /** Returns whom a badge in force stands for, and notes that it was shown. */
  async show(tx: EntityManager, codeHash: Uint8Array): Promise<{ id: string; personId: number } | undefined> {
    const [row] = await this.database.preparedIn<{ id: string; personId: number }>(
      tx,
      'badge.show',
      `UPDATE badge SET last_used_at = now() WHERE code_hash = $1 AND revoked_at IS NULL
       RETURNING id, person_id AS "personId"`,
      [codeHash],
    );
    return row;
  }
}
