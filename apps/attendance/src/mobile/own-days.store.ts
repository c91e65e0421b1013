import { Database, type StoredTime } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { type ClockOffset, clockParameters, shownClock, type TimeRange } from '../logs/days.js';

/** A day with attendance. */
export interface OwnDay {
  /** YYYY-MM-DD. */
  readonly day: string;
  /** Time of the first attendance, HH:MM. */
  readonly first: string;
}

@Injectable()
export class OwnDaysStore {
  constructor(private readonly database: Database) {}

  /** Returns the days on which the person attended, in order. */
  days(personId: number, { from, until }: TimeRange, offsets: readonly ClockOffset[]): Promise<OwnDay[]> {
    return this.database.prepared<OwnDay>(
      'own-days',
      `SELECT day::text, to_char(min(clock), 'HH24:MI') AS first
         FROM (SELECT clock, clock::date AS day FROM (
           SELECT ${shownClock('occurred_at', '$4', '$5')} AS clock
             FROM attendance_log WHERE person_id = $1 AND occurred_at >= $2 AND occurred_at < $3) AS shown) AS dated
        GROUP BY day ORDER BY day`,
      [personId, from, until, ...clockParameters(offsets)],
    );
  }

  /** Returns when the person attended first. */
  async since(personId: number): Promise<StoredTime | undefined> {
    const [row] = await this.database.prepared<{ since: StoredTime | null }>(
      'own-days since',
      'SELECT min(occurred_at) AS since FROM attendance_log WHERE person_id = $1',
      [personId],
    );
    return row?.since ?? undefined;
  }
}
