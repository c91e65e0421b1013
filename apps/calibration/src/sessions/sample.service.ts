import { DomainError } from '@argus/contracts';
import { Database, mapConstraints } from '@argus/persistence';
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
   * Locks the session. Returns its total. Throws SESSION_FULL above the maximum, SESSION_NOT_FOUND if it was erased meanwhile.
   */
  add(sessionId: string, samples: readonly NewSample[]): Promise<number> {
    const { CALIBRATION_MAX_SESSION_SAMPLES: max, CALIBRATION_TIMEOUT_SECONDS: timeout } = this.settings;
    /* An erasure may overtake. */
    return mapConstraints({ FK_sample_session: 'SESSION_NOT_FOUND' }, () =>
      this.database.transaction(async (tx) => {
        /* Extending first also locks the session: two batches cannot both fill its last places. */
        this.sessions.extend(tx, sessionId, timeout);
        const [, total] = await Promise.all([
          this.samples.upsert(tx, sessionId, samples),
          this.samples.count(tx, sessionId),
        ]);
        if (total > max) throw new DomainError('SESSION_FULL', { max });
        return total;
      }),
    );
  }
}
