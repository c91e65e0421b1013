import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type CalibrationSettings, calibrationSettings } from '../calibration.settings.js';
import { CandidateStore } from './candidate.store.js';

const SWEEP_EVERY_MS = 3_600_000;

/** Forgets what was not touched for longer than the setting says. Replicas may sweep at the same time. */
@Injectable()
export class CandidateRetention implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(CandidateRetention.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly candidates: CandidateStore,
    @Inject(calibrationSettings.token) private readonly settings: CalibrationSettings,
  ) {}

  onModuleInit(): void {
    const sweep = () =>
      void this.sweep().catch((error: unknown) =>
        this.logger.warn('Forgetting old calibrations failed; it is tried again in an hour', error),
      );
    this.timer = setInterval(sweep, SWEEP_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async sweep(): Promise<void> {
    const days = this.settings.CALIBRATION_RETENTION_DAYS;
    const { sessions, screens } = await this.candidates.forgetUntouchedFor(days);
    if (sessions + screens > 0)
      this.logger.log(`Forgot ${sessions} sessions and ${screens} screens untouched for ${days} days`);
  }
}
