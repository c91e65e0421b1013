import { faceVerified, Instant, instant } from '@argus/contracts';
import { Database, Outbox } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import { accountIdOf } from '../gallery.js';
import { AttendanceRecorder } from '../logs/attendance-recorder.service.js';
import { PersonDirectory } from '../people/person-directory.service.js';
import { rounded } from '../rounded.js';
import type { Recognised } from './face-tracks.js';
import { VisitStore } from './visit.store.js';
import type { LeasedCamera } from './watch.store.js';

/** When a picture came, and how long it took to tell who is on it. */
export interface SeenAt {
  readonly occurredAt: Instant;
  readonly verificationSeconds: number;
}

/** Logs people whom a camera recognises, once a visit, on whatever replica. */
@Injectable()
export class VisitRecorder {
  constructor(
    private readonly database: Database,
    private readonly people: PersonDirectory,
    private readonly visits: VisitStore,
    private readonly recorder: AttendanceRecorder,
    private readonly outbox: Outbox,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
  ) {}

  async record(
    { id: cameraId, location }: Pick<LeasedCamera, 'id' | 'location'>,
    { subject, confidence }: Pick<Recognised, 'subject' | 'confidence'>,
    { occurredAt, verificationSeconds }: SeenAt,
  ): Promise<void> {
    const personId = accountIdOf(subject);
    const person = (await this.people.findByIds([personId])).get(personId);
    if (!person?.isActive) return;
    await this.database.transaction(async (tx) => {
      const { CAMERA_VISIT_SECONDS: gapSeconds } = this.settings;
      if (!(await this.visits.begins(tx, cameraId, personId, gapSeconds))) return;
      const moment = { method: 'face', occurredAt, verificationSeconds, requester: null } as const;
      await this.recorder.record(tx, moment, [{ person, cameraId, location, confidence }]);
      await this.outbox.append(tx, faceVerified, {
        employee_id: person.employeeId,
        occurred_at: instant(occurredAt),
        camera_id: cameraId,
        confidence: rounded(confidence),
        reason: null,
        processing_time: verificationSeconds,
        requested_by: null,
        key_id: null,
        request_id: randomUUID(),
      });
    });
  }
}
