import { type FaceVerified, faceVerified } from '@argus/contracts';
import { Consumes, Every } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import { cameraKey } from '../cameras/camera-key.js';
import { FailedFaceStore } from './failed-face.store.js';
import { IncidentOpener } from './incident-opener.service.js';

/* A face was there and compared, and it was nobody's. Bad pictures and empty ones are not suspicious. */
const suspicious = new Set([
  'BELOW_THRESHOLD',
  'NEAR_THRESHOLD',
  'NOT_ENROLLED',
  'NOT_LIVE',
  'PERSON_INACTIVE',
  'PERSON_UNKNOWN',
  'SECOND_PERSON_NEAR',
]);

const isSuspicious = (reason: string): boolean => suspicious.has(reason) || reason.startsWith('CHALLENGE_');

/** Opens an incident where many faces at one camera are nobody's within a few minutes. */
@Injectable()
export class FailedFacesConsumer {
  constructor(
    private readonly failures: FailedFaceStore,
    private readonly opener: IncidentOpener,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
  ) {}

  @Consumes(faceVerified)
  async faceVerified(
    { camera_id, reason, occurred_at, request_id }: FaceVerified,
    tx: EntityManager,
  ): Promise<void> {
    const { ATTENDANCE_INCIDENT_FAILURES: most, ATTENDANCE_INCIDENT_MINUTES: minutes } = this.settings;
    if (most === 0 || camera_id === null || reason === null || !isSuspicious(reason)) return;
    const key = cameraKey(camera_id);
    const failed = await this.failures.count(tx, key, occurred_at, minutes);
    if (failed < most) return;
    await this.opener.open(
      tx,
      { requestId: request_id },
      {
        id: randomUUID(),
        type: 'failed_faces',
        cameraId: camera_id,
        occurredAt: occurred_at,
        description: `${failed} faces at this camera were nobody's within ${minutes} minutes; the last because of ${reason}.`,
        severity: 'medium',
        imageSealed: null,
        reportedBy: null,
        openedByRule: `failed_faces/${key}`,
      },
    );
  }

  @Every(3_600_000, 'forget failed faces')
  async sweep(): Promise<void> {
    await this.failures.deleteOld(this.settings.ATTENDANCE_INCIDENT_MINUTES);
  }
}
