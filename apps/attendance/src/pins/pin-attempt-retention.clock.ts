import { Every } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import { PinAttemptStore } from './pin-attempt.store.js';

/** Deletes counters that limit nobody any more. */
@Injectable()
export class PinAttemptRetention {
  constructor(private readonly attempts: PinAttemptStore) {}

  @Every(3_600_000, 'delete old PIN attempts')
  async sweep(): Promise<void> {
    await this.attempts.deleteOld();
  }
}
