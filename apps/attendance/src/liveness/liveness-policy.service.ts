import { DomainError, type LivenessProof } from '@argus/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import { cameraKey } from '../cameras/camera-key.js';
import type { LivenessMode } from './liveness-mode.js';

/** Decides what a face needs before a camera and at enrolment. */
@Injectable()
export class LivenessPolicy {
  constructor(@Inject(attendanceSettings.token) private readonly settings: AttendanceSettings) {}

  /** Requests without a camera follow the general mode. */
  atCamera(cameraId: string | null): LivenessMode {
    const { ATTENDANCE_LIVENESS, ATTENDANCE_LIVENESS_CAMERAS } = this.settings;
    return ATTENDANCE_LIVENESS_CAMERAS?.get(cameraKey(cameraId ?? '')) ?? ATTENDANCE_LIVENESS;
  }

  /** True if passive models are to score the faces before this camera. */
  wantsScores(cameraId: string | null): boolean {
    return this.atCamera(cameraId) !== 'off';
  }

  /** @throws DomainError LIVENESS_REQUIRED */
  assertAtCamera(cameraId: string | null, challengeId: string | null): void {
    if (this.atCamera(cameraId) === 'active_required' && challengeId === null)
      throw new DomainError('LIVENESS_REQUIRED');
  }

  /** @throws DomainError LIVENESS_REQUIRED */
  assertAtEnrolment(challengeId: string | null): void {
    if (this.settings.ATTENDANCE_ENROLMENT_LIVENESS === 'active_required' && challengeId === null)
      throw new DomainError('LIVENESS_REQUIRED');
  }

  /** Returns what speaks for a living person in the result of a face. */
  proofOf(cameraId: string | null, challengeId: string | null): LivenessProof {
    if (challengeId !== null) return 'challenge';
    return this.atCamera(cameraId) === 'off' ? 'none' : 'passive';
  }
}
