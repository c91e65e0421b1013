import {
  type BadgePresence,
  callerOf,
  DomainError,
  foldText,
  Instant,
  instant,
  type PinPresence,
  type PresenceView,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { performance } from 'node:perf_hooks';
import type { EntityManager } from 'typeorm';
import { ActLog, type Asker } from '../acts/act-log.service.js';
import { badgeCodeHash } from '../badges/badge-code.js';
import { readBadge } from '../badges/badge-picture.js';
import { BadgeStore } from '../badges/badge.store.js';
import { CameraRights } from '../faces/camera-rights.service.js';
import { readPhotographs } from '../faces/photograph-intake.js';
import { AttendanceRecorder, sightingKey } from '../logs/attendance-recorder.service.js';
import { PersonDirectory } from '../people/person-directory.service.js';
import type { Person } from '../people/person.entity.js';
import { PinCheck } from '../pins/pin-check.service.js';
import { requesterOf } from '../requester.js';

interface Shown {
  readonly method: 'badge' | 'pin';
  readonly cameraId: string | null;
  readonly location: string | null;
  readonly since: number;
}

/** Logs the attendance of people who show a badge or know their PIN. */
@Injectable()
export class PresenceService {
  constructor(
    private readonly database: Database,
    private readonly badges: BadgeStore,
    private readonly pins: PinCheck,
    private readonly people: PersonDirectory,
    private readonly cameras: CameraRights,
    private readonly recorder: AttendanceRecorder,
    private readonly acts: ActLog,
  ) {}

  /** @throws DomainError CAMERA_NOT_PERMITTED, VALIDATION_FAILED, NO_BADGE_IN_PICTURE, BADGE_NOT_VALID */
  async byBadge({ badge, image, ...place }: BadgePresence, asker: Asker): Promise<PresenceView> {
    const shown = this.shownAt('badge', place, asker);
    const code = badge ?? (await codeIn(image!));
    const view = await this.database.transaction(async (tx) => {
      const found = await this.badges.show(tx, badgeCodeHash(code));
      const person = found && (await this.people.findByIds([found.personId])).get(found.personId);
      if (!person || !mayAttend(person, asker)) {
        await this.refused(tx, shown, asker, person?.accountId ?? null, { badge: found?.id });
        return undefined;
      }
      return this.log(tx, shown, person, asker);
    });
    if (!view) throw new DomainError('BADGE_NOT_VALID');
    return view;
  }

  /** @throws DomainError CAMERA_NOT_PERMITTED, RATE_LIMITED, PIN_NOT_VALID, UNAVAILABLE */
  async byPin({ employee_id, pin, ...place }: PinPresence, asker: Asker): Promise<PresenceView> {
    const shown = this.shownAt('pin', place, asker);
    const person = mayTry(employee_id, asker) ? await this.pins.prove(employee_id, pin, asker) : undefined;
    const view = await this.database.transaction(async (tx) => {
      if (person && mayAttend(person, asker)) return this.log(tx, shown, person, asker);
      const named = person ?? (await this.people.findByEmployeeId(employee_id));
      await this.refused(tx, shown, asker, named?.accountId ?? null);
      return undefined;
    });
    if (!view) throw new DomainError('PIN_NOT_VALID');
    return view;
  }

  private shownAt(
    method: Shown['method'],
    { camera_id = null, location = null }: Pick<BadgePresence, 'camera_id' | 'location'>,
    asker: Asker,
  ): Shown {
    const cameraId = this.cameras.cameraOf(callerOf(asker), camera_id);
    return { method, cameraId, location, since: performance.now() };
  }

  private async log(
    tx: EntityManager,
    { method, cameraId, location, since }: Shown,
    person: Person,
    asker: Asker,
  ): Promise<PresenceView> {
    const occurredAt = Instant.now();
    const verificationSeconds = Math.round(performance.now() - since) / 1000;
    const moment = { method, occurredAt, verificationSeconds, requester: requesterOf(asker) };
    const sighting = { person, cameraId, location, confidence: null };
    const recorded = await this.recorder.record(tx, moment, [sighting]);
    const row = recorded.get(sightingKey(person.accountId, cameraId));
    const details = { method, camera_id: cameraId };
    await this.acts.note(tx, 'presence-verified', asker, { personId: person.accountId, details });
    const written = row?.written ?? false;
    return {
      employee_id: person.employeeId,
      name: person.name,
      method,
      timestamp: instant(occurredAt),
      attendance_logged: written,
      attendance_log_id: row?.logId ?? null,
      camera_id: cameraId,
      message: written ? 'Attendance logged' : 'Attendance was already logged shortly before',
    };
  }

  private refused(
    tx: EntityManager,
    { method, cameraId }: Shown,
    asker: Asker,
    personId: number | null,
    more: Readonly<Record<string, string | undefined>> = {},
  ): Promise<void> {
    const details = { method, camera_id: cameraId, ...more };
    return this.acts.note(tx, 'presence-verified', asker, { personId, success: false, details });
  }
}

/** Students show their own only: nobody else vouches for a colleague's badge in their pocket. */
function mayAttend(person: Person, asker: Asker): boolean {
  const { role, accountId } = callerOf(asker);
  return person.isActive && (role !== 'student' || person.accountId === accountId);
}

/** A student's guess at the PIN of somebody else is never compared: it would tell the student, and make its owner wait. */
function mayTry(employeeId: string, asker: Asker): boolean {
  const { role, username } = callerOf(asker);
  return role !== 'student' || foldText(employeeId) === foldText(username);
}

async function codeIn(image: string): Promise<string> {
  const [picture] = await readPhotographs([{ image, path: ['image'] }]);
  return readBadge(picture!);
}
