import { type FlightDraft, type FlightRight, instant } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Flight } from './flight.entity.js';

/** What somebody may do with a flight; `own` is everything. */
export type HeldRight = FlightRight | 'own';
export type ListedFlight = Flight & { readonly right: HeldRight; readonly recordings: number };
export interface Account {
  readonly accountId: number;
  readonly username: string;
}

/* $1 is the account that asks. */
const LISTED = `SELECT f.id, f.account_id AS "accountId", f.username, f.name, f.aircraft_type AS "aircraftType", f.aircraft, f.scenario,
    f.started_at AS "startedAt", f.ended_at AS "endedAt", f.crew, f.phases, f.created_at AS "createdAt",
    CASE WHEN f.account_id = $1 THEN 'own' ELSE s."right" END AS "right",
    (SELECT count(*)::int FROM recording r WHERE r.flight_id = f.id) AS recordings
  FROM flight f LEFT JOIN flight_share s ON s.flight_id = f.id AND s.account_id = $1`;
const SEEN = `(f.account_id = $1 OR s.account_id = $1)`;

const columnsOf = ({ started_at, ended_at, aircraft_type, ...others }: FlightDraft) => ({
  name: others.name,
  aircraftType: aircraft_type ?? null,
  aircraft: others.aircraft ?? null,
  scenario: others.scenario ?? null,
  startedAt: started_at ?? null,
  endedAt: ended_at ?? null,
  crew: others.crew,
  phases: others.phases.map(({ phase, from, to }) => ({ phase, from: instant(from), to: instant(to) })),
});

@Injectable()
export class FlightStore {
  constructor(private readonly database: Database) {}

  /** Returns one page, newest first, each row with the count of all. */
  list(accountId: number, limit: number, offset: number): Promise<(ListedFlight & { count: number })[]> {
    return this.database.prepared(
      'flight.list',
      `SELECT *, count(*) OVER ()::int AS count FROM (${LISTED} WHERE ${SEEN}) f
        ORDER BY f."createdAt" DESC, f.id DESC LIMIT $2 OFFSET $3`,
      [accountId, limit, offset],
    );
  }

  /** Returns the flight if the account may read it. */
  async find(accountId: number, id: string): Promise<ListedFlight | undefined> {
    const [flight] = await this.database.prepared<ListedFlight>(
      'flight.find',
      `${LISTED} WHERE f.id = $2 AND ${SEEN}`,
      [accountId, id],
    );
    return flight;
  }

  /** Like `find`, and locks the flight until the commit. */
  async lock(tx: EntityManager, accountId: number, id: string): Promise<ListedFlight | undefined> {
    const [flight] = await this.database.preparedIn<ListedFlight>(
      tx,
      'flight.lock',
      `${LISTED} WHERE f.id = $2 AND ${SEEN} FOR NO KEY UPDATE OF f`,
      [accountId, id],
    );
    return flight;
  }

  /** Locks the making of flights of an account until the commit, so that the limit holds. */
  async count(tx: EntityManager, accountId: number): Promise<number> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.flights', $1))`, [
      accountId,
    ]);
    return tx.countBy(Flight, { accountId });
  }

  async insert(tx: EntityManager, id: string, owner: Account, flight: FlightDraft): Promise<void> {
    await tx.insert(Flight, { id, ...owner, ...columnsOf(flight) });
  }

  async update(tx: EntityManager, id: string, flight: FlightDraft): Promise<void> {
    await tx.update(Flight, { id }, columnsOf(flight));
  }

  async remove(tx: EntityManager, id: string): Promise<void> {
    await tx.delete(Flight, { id });
  }
}
