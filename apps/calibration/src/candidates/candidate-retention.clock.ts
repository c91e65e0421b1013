import { Every } from '@argus/service-kit';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { type CalibrationSettings, calibrationSettings } from '../calibration.settings.js';
import { CandidateStore } from './candidate.store.js';

/** Erases sessions and screens that stayed unchanged for too long. Replicas may sweep at the same time. */
@Injectable()
export class CandidateRetention {
  private readonly logger = new Logger(CandidateRetention.name);

  constructor(
    private readonly candidates: CandidateStore,
    @Inject(calibrationSettings.token) private readonly settings: CalibrationSettings,
  ) {}

  @Every(3_600_000, 'erase old calibrations')
  async sweep(): Promise<void> {
    const days = this.settings.CALIBRATION_RETENTION_DAYS;
    const unused = await this.candidates.eraseUnusedOfStrangers();
    if (unused > 0)
      this.logger.log(`Erased ${unused} sessions without a measurement, of callers without a token`);
    const { sessions, screens } = await this.candidates.eraseUnchangedFor(days);
    if (sessions + screens > 0)
      this.logger.log(`Erased ${sessions} sessions and ${screens} screens unchanged for ${days} days`);
  }
}
