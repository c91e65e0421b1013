import type { ConflictDecision, ConflictStatus } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import type { Requester } from '../requester.js';
import { FaceConflict } from './face-conflict.entity.js';

/** A case with its two people. */
export type ListedConflict = Omit<FaceConflict, 'person' | 'other' | 'taskId' | 'decider'> & {
  readonly employeeId: string;
  readonly name: string;
  readonly otherEmployeeId: string;
  readonly otherName: string;
};

const LISTED = `conflict.id, conflict.person_id AS "personId", conflict.other_id AS "otherId", conflict.similarity,
  conflict.threshold, conflict.error_rates AS "errorRates", conflict.model, conflict.opened_at AS "openedAt",
  conflict.decision, conflict.decided_by AS "decidedBy", conflict.reason, conflict.closed_at AS "closedAt",
  conflict.template_created AS "templateCreated", person.employee_id AS "employeeId", person.name,
  other.employee_id AS "otherEmployeeId", other.name AS "otherName"`;
const WITH_PEOPLE = `face_conflict conflict
  JOIN person ON person.account_id = conflict.person_id
  JOIN person other ON other.account_id = conflict.other_id`;
const statuses: Readonly<Record<ConflictStatus, string>> = {
  open: 'WHERE closed_at IS NULL',
  closed: 'WHERE closed_at IS NOT NULL',
};

@Injectable()
export class ConflictStore {
  constructor(private readonly database: Database) {}

  /** Returns one page, newest first, each row with the count of all. */
  list(
    status: ConflictStatus | undefined,
    limit: number,
    offset: number,
  ): Promise<(ListedConflict & { count: number })[]> {
    const where = status === undefined ? '' : statuses[status];
    return this.database.query(
      `SELECT ${LISTED}, (SELECT count(*) FROM face_conflict ${where})
         FROM ${WITH_PEOPLE} ${where} ORDER BY opened_at DESC, conflict.id LIMIT $1 OFFSET $2`,
      [limit, offset],
    );
  }

  async find(id: string): Promise<ListedConflict | undefined> {
    const [found] = await this.database.query<ListedConflict>(
      `SELECT ${LISTED} FROM ${WITH_PEOPLE} WHERE conflict.id = $1`,
      [id],
    );
    return found;
  }

  lock(tx: EntityManager, id: string): Promise<FaceConflict | null> {
    return tx.findOne(FaceConflict, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async insert(
    tx: EntityManager,
    conflict: Omit<FaceConflict, keyof Closing | 'openedAt' | 'templateCreated' | 'person' | 'other'>,
  ): Promise<void> {
    await tx.insert(FaceConflict, conflict);
  }

  async close(tx: EntityManager, id: string, decided: Omit<Closing, 'closedAt'>): Promise<void> {
    await tx.update(FaceConflict, id, { ...decided, closedAt: () => 'clock_timestamp()' });
  }

  async isOpenFor(personId: number): Promise<boolean> {
    return this.database.entities((manager) =>
      manager.existsBy(FaceConflict, { personId, closedAt: IsNull() }),
    );
  }

  /** Closes the open case of a person's own enrolment without a decision. */
  async closeOwn(tx: EntityManager, personId: number, reason: string): Promise<void> {
    await tx.query(
      `UPDATE face_conflict SET closed_at = clock_timestamp(), reason = $2, template_created = false
        WHERE person_id = $1 AND closed_at IS NULL`,
      [personId, reason],
    );
  }

  /** Closes all open cases in which the person occurs without a decision. */
  async closeAllOf(tx: EntityManager, personId: number, reason: string): Promise<void> {
    await tx.query(
      `UPDATE face_conflict SET closed_at = clock_timestamp(), reason = $2, template_created = false
        WHERE (person_id = $1 OR other_id = $1) AND closed_at IS NULL`,
      [personId, reason],
    );
  }

  async settle(tx: EntityManager, id: string, templateCreated: boolean): Promise<void> {
    await tx.update(FaceConflict, id, { templateCreated });
  }

  /** Returns decided cases that vision should have carried out by now. */
  async unsettledAfter(minutes: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM face_conflict WHERE decision IS NOT NULL AND template_created IS NULL
          AND closed_at < now() - make_interval(mins => $1) ORDER BY closed_at LIMIT 100`,
      [minutes],
    );
    return rows.map(({ id }) => id);
  }
}

interface Closing {
  readonly decision: ConflictDecision;
  readonly decidedBy: string;
  readonly decider: Requester;
  readonly reason: string;
  readonly closedAt: Date;
}
