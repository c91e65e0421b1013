import type { CheckInOutcome } from '@argus/contracts';
import { Database, deleteRows } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Person } from '../people/person.entity.js';
import { ofEmployeeId } from '../people/person.store.js';
import { CheckInRow } from './check-in.entity.js';

export type ListedCheckIn = Omit<CheckInRow, 'person'> & Pick<Person, 'employeeId' | 'name'>;

export interface LastPosition {
  readonly latitude: number;
  readonly longitude: number;
  readonly accuracyM: number;
  readonly secondsAgo: number;
}

@Injectable()
export class CheckInStore {
  constructor(private readonly database: Database) {}

  /** Returns one page, newest first, each row with the count of all. */
  list(
    employeeId: string | undefined,
    outcome: CheckInOutcome | undefined,
    limit: number,
    offset: number,
  ): Promise<(ListedCheckIn & { count: number })[]> {
    const where = `(nullif($1::text, '') IS NULL OR c.person_id = (SELECT account_id FROM person WHERE ${ofEmployeeId('$1')}))
      AND ($2::text IS NULL OR c.outcome = $2)`;
    return this.database.query(
      `SELECT c.id, c.person_id AS "personId", c.at, c.latitude, c.longitude, c.accuracy_m AS "accuracyM", c.site, c.rule, c.outcome,
              c.clock_difference_s AS "clockDifferenceS", c.distance_m AS "distanceM", c.message, c.task_id AS "taskId",
              person.employee_id AS "employeeId", person.name, (SELECT count(*) FROM check_in c WHERE ${where})
         FROM check_in c JOIN person ON account_id = c.person_id WHERE ${where} ORDER BY c.at DESC, c.id DESC LIMIT $3 OFFSET $4`,
      [employeeId, outcome, limit, offset],
    );
  }

  /** Where the person was accepted last; what was flagged or refused may be anywhere. */
  async lastOf(tx: EntityManager, personId: number): Promise<LastPosition | undefined> {
    const [row] = await this.database.preparedIn<LastPosition>(
      tx,
      'check-in.last',
      `SELECT latitude, longitude, coalesce(accuracy_m, 0) AS "accuracyM", extract(epoch FROM clock_timestamp() - at)::float8 AS "secondsAgo"
         FROM check_in WHERE person_id = $1 AND outcome = 'accepted' AND latitude IS NOT NULL ORDER BY at DESC LIMIT 1`,
      [personId],
    );
    return row;
  }

  async insert(tx: EntityManager, row: Omit<CheckInRow, 'person' | 'at'>): Promise<void> {
    await tx.insert(CheckInRow, row);
  }

  async forgetPositions(days: number): Promise<void> {
    await this.database.query(
      `UPDATE check_in SET latitude = NULL, longitude = NULL, accuracy_m = NULL
        WHERE latitude IS NOT NULL AND at < now() - make_interval(days => $1)`,
      [days],
    );
  }

  async deleteOlderThan(days: number): Promise<void> {
    await deleteRows(this.database, 'check_in', 'at < now() - make_interval(days => $1)', days);
  }
}
