import { DomainError } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { type CalibrationSettings, calibrationSettings } from '../calibration.settings.js';
import { SessionStore } from './session.store.js';
import { type NewSample, SampleStore } from './sample.store.js';

/** Adds measurements to a session, up to its maximum. */
@Injectable()
export class SampleService {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionStore,
    private readonly samples: SampleStore,
    @Inject(calibrationSettings.token) private readonly settings: CalibrationSettings,
  ) {}

  /**
   * Adds all samples or none. A sample replaces an earlier one of the same frame or moment at the same target.
   * Locks the session. Returns its total. Throws SESSION_FULL above the maximum.
   */
  add(sessionId: string, samples: readonly NewSample[]): Promise<number> {
    const { CALIBRATION_MAX_SESSION_SAMPLES: max, CALIBRATION_TIMEOUT_SECONDS: timeout } = this.settings;
    return this.database.transaction(async (tx) => {
      /* Extending first also locks the session: two batches cannot both fill its last places. */
      await this.sessions.extend(tx, sessionId, timeout);
      await this.samples.upsert(tx, sessionId, samples);
      const total = await this.samples.count(tx, sessionId);
      if (total > max) throw new DomainError('SESSION_FULL', { max });
      return total;
    });
  }
}
