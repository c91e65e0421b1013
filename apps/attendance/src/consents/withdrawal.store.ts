import type { ConsentPurpose } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Withdrawal } from './withdrawal.entity.js';

export type ListedWithdrawal = Omit<Withdrawal, 'person'> & { readonly employeeId: string };

const COLUMNS = `w.id, w.person_id AS "personId", w.purpose, w.requested_at AS "requestedAt", w.completed_at AS "completedAt", w.certificate,
  person.employee_id AS "employeeId"`;
const FROM = 'withdrawal w JOIN person ON account_id = w.person_id';

@Injectable()
export class WithdrawalStore {
  constructor(private readonly database: Database) {}

  /** Inside the surrounding transaction, if there is one. */
  async find(id: string): Promise<ListedWithdrawal | undefined> {
    const [row] = await this.database.query<ListedWithdrawal>(
      `SELECT ${COLUMNS} FROM ${FROM} WHERE w.id = $1`,
      [id],
    );
    return row;
  }

  /** Inside the surrounding transaction, if there is one. */
  async pending(personId: number, purpose: ConsentPurpose): Promise<ListedWithdrawal | undefined> {
    const [row] = await this.database.query<ListedWithdrawal>(
      `SELECT ${COLUMNS} FROM ${FROM} WHERE w.person_id = $1 AND w.purpose = $2 AND w.completed_at IS NULL`,
      [personId, purpose],
    );
    return row;
  }

  async insert(
    tx: EntityManager,
    withdrawal: Pick<Withdrawal, 'id' | 'personId' | 'purpose'>,
  ): Promise<void> {
    await tx.query('INSERT INTO withdrawal (id, person_id, purpose) VALUES ($1, $2, $3)', [
      withdrawal.id,
      withdrawal.personId,
      withdrawal.purpose,
    ]);
  }

  /** Whether a withdrawal was carried out after a moment, or waits to be. */
  async isSince(personId: number, purpose: ConsentPurpose, moment: Date): Promise<boolean> {
    const rows = await this.database.query(
      'SELECT 1 FROM withdrawal WHERE person_id = $1 AND purpose = $2 AND coalesce(completed_at >= $3, true) LIMIT 1',
      [personId, purpose, moment],
    );
    return rows.length > 0;
  }

  /** Whether the person ever withdrew consent for the purpose. */
  async isAny(personId: number, purpose: ConsentPurpose): Promise<boolean> {
    const rows = await this.database.query(
      'SELECT 1 FROM withdrawal WHERE person_id = $1 AND purpose = $2 LIMIT 1',
      [personId, purpose],
    );
    return rows.length > 0;
  }

  async complete(tx: EntityManager, id: string, completedAt: string, certificate: string): Promise<void> {
    await tx.query('UPDATE withdrawal SET completed_at = $2, certificate = $3 WHERE id = $1', [
      id,
      completedAt,
      certificate,
    ]);
  }
}
