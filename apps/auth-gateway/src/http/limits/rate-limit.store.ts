import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';

/** What of the counters the rate limiter itself leaves to others. */
@Injectable()
export class RateLimitStore {
  constructor(private readonly database: Database) {}

  /** Deletes counters whose window ended before that time, in epoch milliseconds. */
  async deleteEnded(beforeMs: number): Promise<void> {
    await this.database.query('DELETE FROM rate_limit WHERE expire < $1', [beforeMs]);
  }
}
