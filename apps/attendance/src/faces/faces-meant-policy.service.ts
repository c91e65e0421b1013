import type { VerifiedFaces } from '@argus/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import { cameraKey } from '../cameras/camera-key.js';

/** Decides whose face a verification means. */
@Injectable()
export class FacesMeantPolicy {
  constructor(@Inject(attendanceSettings.token) private readonly settings: AttendanceSettings) {}

  /** A request may be stricter than its camera, never laxer. Without a camera it follows the general setting. */
  meantAt(cameraId: string | null, asked: VerifiedFaces | null): VerifiedFaces {
    const { ATTENDANCE_FACES, ATTENDANCE_FACES_CAMERAS } = this.settings;
    if (asked === 'alone') return asked;
    return ATTENDANCE_FACES_CAMERAS?.get(cameraKey(cameraId ?? '')) ?? ATTENDANCE_FACES;
  }
}
