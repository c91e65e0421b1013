import { Every } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import { RateLimitStore } from './rate-limit.store.js';

/* Clocks of replicas differ. */
const KEPT_AFTER_END_MS = 60_000;

/**
 * Deletes counters soon after their window. A stranger makes one by every invented name, and the library keeps each for an hour: of one address
 * 180 000, at the limit of its calls.
 */
@Injectable()
export class RateLimitClock {
  constructor(private readonly store: RateLimitStore) {}

  @Every(60_000, 'delete ended windows of rate limits')
  async deleteEnded(): Promise<void> {
    await this.store.deleteEnded(Date.now() - KEPT_AFTER_END_MS);
  }
}
