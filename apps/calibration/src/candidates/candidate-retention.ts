import { Every } from '@argus/service-kit';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { type CalibrationSettings, calibrationSettings } from '../calibration.settings.js';
import { CandidateStore } from './candidate.store.js';

/** Forgets what was not touched for longer than the setting says. Replicas may sweep at the same time. */
@Injectable()
export class CandidateRetention {
  private readonly logger = new Logger(CandidateRetention.name);

  constructor(
    private readonly candidates: CandidateStore,
    @Inject(calibrationSettings.token) private readonly settings: CalibrationSettings,
  ) {}

  @Every(3_600_000, 'forget old calibrations')
  async sweep(): Promise<void> {
    const days = this.settings.CALIBRATION_RETENTION_DAYS;
    const { sessions, screens } = await this.candidates.forgetUntouchedFor(days);
    if (sessions + screens > 0)
      this.logger.log(`Forgot ${sessions} sessions and ${screens} screens untouched for ${days} days`);
  }
}
