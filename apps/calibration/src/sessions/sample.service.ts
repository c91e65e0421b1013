import { DomainError } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { type CalibrationSettings, calibrationSettings } from '../calibration.settings.js';
import { SessionStore } from './session.store.js';
import { type NewSample, SampleStore } from './sample.store.js';

/** Adds measurements to a session, up to the number that one may hold. */
@Injectable()
export class SampleService {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionStore,
    private readonly samples: SampleStore,
    @Inject(calibrationSettings.token) private readonly settings: CalibrationSettings,
  ) {}

  /**
   * Adds all samples or none; a sample replaces that of the same frame or moment at the same target. Returns the session's
   * total. Throws SESSION_FULL above the limit.
   */
  add(sessionId: string, samples: readonly NewSample[]): Promise<number> {
    const { CALIBRATION_SESSION_SAMPLES: max, CALIBRATION_TIMEOUT_SECONDS: timeout } = this.settings;
    return this.database.transaction(async (tx) => {
      /* Extending first also locks the session: two batches cannot both be the last that fits. */
      await this.sessions.extend(tx, sessionId, timeout);
      await this.samples.upsert(tx, sessionId, samples);
      const total = await this.samples.count(tx, sessionId);
      if (total > max) throw new DomainError('SESSION_FULL', { max });
      return total;
    });
  }
}
