import { DomainError } from '@argus/contracts';
import { type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import { ConsentStore } from './consent.store.js';
import { WithdrawalStore } from './withdrawal.store.js';

const PURPOSE = 'face_recognition';

/** Whether somebody's face may be enrolled. */
@Injectable()
export class EnrolmentConsent {
  constructor(
    private readonly consents: ConsentStore,
    private readonly withdrawals: WithdrawalStore,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
    @Inject(platformSettings.token) private readonly platform: PlatformSettings,
  ) {}

  /** @throws DomainError CONSENT_REQUIRED, WITHDRAWAL_PENDING */
  async assertGiven(personId: number): Promise<void> {
    if (await this.withdrawals.pending(personId, PURPOSE)) throw new DomainError('WITHDRAWAL_PENDING');
    if (!(await this.isGiven(personId))) throw new DomainError('CONSENT_REQUIRED');
  }

  /** Whether an enrolment that was accepted then may still have its effect. */
  async holdsSince(personId: number, acceptedAt: Date): Promise<boolean> {
    if (await this.withdrawals.isSince(personId, PURPOSE, acceptedAt)) return false;
    return this.isGiven(personId);
  }

  private async isGiven(personId: number): Promise<boolean> {
    const { CONSENT_REQUIRED: setting } = this.settings;
    const isRequired =
      setting === 'by-profile' ? this.platform.SECURITY_PROFILE === 'strict' : setting === 'yes';
    if ((await this.consents.inForce(personId, PURPOSE)) !== undefined) return true;
    /* Who withdrew is asked again, also where nobody else is asked. */
    return !isRequired && !(await this.withdrawals.isAny(personId, PURPOSE));
  }
}
