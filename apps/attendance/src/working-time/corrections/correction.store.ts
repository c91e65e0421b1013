import type { CorrectionStatus, Instant } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { NamedPerson } from '../../people/employee.view.js';
import { ofEmployeeId } from '../../people/person.store.js';
import type { Punch } from '../engine/punch.js';
import type { Correction } from './correction.entity.js';

export type ListedCorrection = Omit<Correction, 'person'> & NamedPerson;

/** Conditions; undefined and empty ones are ignored. */
export interface CorrectionFilter {
  readonly own: number | undefined;
  readonly employee: string | undefined;
  readonly status: CorrectionStatus | undefined;
}

export interface NewCorrection extends Pick<
  Correction,
  'id' | 'personId' | 'direction' | 'reason' | 'requestedById' | 'requestedBy'
> {
  readonly occurredAt: Instant;
}

const LISTED = `c.id, c.person_id AS "personId", c.occurred_at AS "occurredAt", c.direction, c.reason, c.status,
  c.requested_by_id AS "requestedById", c.requested_by AS "requestedBy", c.requested_at AS "requestedAt", c.decided_by AS "decidedBy",
  c.decided_at AS "decidedAt", c.note, person.employee_id AS "employeeId", person.name, person.department`;

@Injectable()
export class CorrectionStore {
  constructor(private readonly database: Database) {}

  /** Returns one page, newest first, each row with the count of all. */
  list(
    { own, employee, status }: CorrectionFilter,
    limit: number,
    offset: number,
  ): Promise<(ListedCorrection & { count: number })[]> {
    return this.database.query(
      `SELECT ${LISTED}, count(*) OVER () FROM correction c JOIN person ON account_id = c.person_id
        WHERE ($1::int IS NULL OR c.person_id = $1)
          AND ($2 = '' OR c.person_id = (SELECT account_id FROM person WHERE ${ofEmployeeId('$2')}))
          AND ($3::text IS NULL OR c.status = $3)
        ORDER BY c.requested_at DESC, c.id DESC LIMIT $4 OFFSET $5`,
      [own ?? null, employee ?? '', status ?? null, limit, offset],
    );
  }

  /** Locks the row until the transaction ends, so that it is decided once. */
  async lock(tx: EntityManager, id: string): Promise<ListedCorrection | undefined> {
    const [row] = await this.database.preparedIn<ListedCorrection>(
      tx,
      'correction.lock',
      `SELECT ${LISTED} FROM correction c JOIN person ON account_id = c.person_id WHERE c.id = $1 FOR UPDATE OF c`,
      [id],
    );
    return row;
  }

  /** Locks the asking for a person until the commit, so that the limit holds. */
  async countOpen(tx: EntityManager, personId: number): Promise<number> {
    await tx.query(
      `SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.correction', $1::int))`,
      [personId],
    );
    const [row] = await this.database.preparedIn<{ count: number }>(
      tx,
      'correction.count-open',
      `SELECT count(*) FROM correction WHERE person_id = $1 AND status = 'open'`,
      [personId],
    );
    return row!.count;
  }

  async insert(tx: EntityManager, correction: NewCorrection): Promise<void> {
    const { id, personId, occurredAt, direction, reason, requestedById, requestedBy } = correction;
    await this.database.preparedIn(
      tx,
      'correction.insert',
      `INSERT INTO correction (id, person_id, occurred_at, direction, reason, requested_by_id, requested_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [id, personId, occurredAt, direction, reason, requestedById, requestedBy],
    );
  }

  async settle(
    tx: EntityManager,
    id: string,
    end: Pick<Correction, 'status' | 'decidedBy' | 'note'>,
  ): Promise<void> {
    await this.database.preparedIn(
      tx,
      'correction.settle',
      'UPDATE correction SET status = $2, decided_by = $3, note = $4, decided_at = now() WHERE id = $1',
      [id, end.status, end.decidedBy, end.note],
    );
  }

  /** Returns the punches that approved corrections stand for, by person. */
  async approved(personIds: readonly number[], from: Instant, until: Instant): Promise<Map<number, Punch[]>> {
    const rows = await this.database.prepared<Omit<Punch, 'isCorrection'> & { personId: number }>(
      'corrections approved',
      `SELECT person_id AS "personId", floor(extract(epoch FROM occurred_at) / 60)::bigint AS minute, direction FROM correction
        WHERE person_id = ANY($1::int[]) AND status = 'approved' AND occurred_at >= $2 AND occurred_at < $3`,
      [personIds, from, until],
    );
    const punches = new Map<number, Punch[]>();
    for (const { personId, minute, direction } of rows)
      punches.set(personId, [...(punches.get(personId) ?? []), { minute, direction, isCorrection: true }]);
    return punches;
  }
}
