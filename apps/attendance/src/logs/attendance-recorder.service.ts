import { type AttendanceLogged, attendanceLogged, foldText, instant } from '@argus/contracts';
import { Database, Outbox } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import type { Person } from '../people/person.entity.js';
import { selfOf } from '../requester.js';
import { rounded } from '../rounded.js';
import { AttendanceLogStore, type SightingMoment } from './attendance-log.store.js';
import { LogMetrics } from './log-metrics.service.js';

/** A person found present at a place. */
export interface Sighting {
  readonly person: Person;
  readonly cameraId: string | null;
  readonly location: string | null;
  readonly confidence: number | null;
}

export interface RecordedSighting {
  readonly logId: number;
  /** False if another row within the window already covers it. */
  readonly written: boolean;
}

/** Returns the key of a sighting. Rows with equal keys exclude each other within the window. */
export const sightingKey = (personId: number, cameraId: string | null): string =>
  `${personId} ${foldText(cameraId ?? '')}`;

/**
 * Writes attendance seen by cameras. Rows of one person at one camera are at least a window apart, also with concurrent
 * writers: the database refuses overlapping ranges (EX_attendance_log_deduplicated).
 */
@Injectable()
export class AttendanceRecorder {
  constructor(
    private readonly database: Database,
    private readonly logs: AttendanceLogStore,
    private readonly outbox: Outbox,
    private readonly metrics: LogMetrics,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
  ) {}

  /** Records sightings of one moment, at most one per key. Returns the recorded sightings by key. */
  async record(
    tx: EntityManager,
    seen: SightingMoment,
    sightings: readonly Sighting[],
  ): Promise<ReadonlyMap<string, RecordedSighting>> {
    const recorded = new Map<string, RecordedSighting>();
    if (sightings.length === 0) return recorded;
    const byKey = new Map(sightings.map((each) => [sightingKey(each.person.accountId, each.cameraId), each]));
    /* What another installation tells once has been told apart there. */
    const windowSeconds = seen.method === 'remote' ? 0 : this.settings.ATTENDANCE_DEDUPLICATION_SECONDS;
    const faces = sightings.map(({ person, ...rest }) => ({ personId: person.accountId, ...rest }));
    const moment = { ...seen, windowSeconds };
    const announced: AttendanceLogged[] = [];
    for (const row of await this.logs.insertFaces(tx, faces, moment)) {
      const key = sightingKey(row.personId, row.cameraId);
      recorded.set(key, { logId: row.id, written: true });
      announced.push(announcement(row.id, seen, byKey.get(key)!));
    }
    await this.outbox.appendAll(tx, attendanceLogged, announced);
    if (recorded.size < byKey.size) {
      const people = faces.map(({ personId }) => personId);
      for (const row of await this.logs.around(tx, people, moment)) {
        const key = sightingKey(row.personId, row.cameraId);
        if (byKey.has(key) && !recorded.has(key)) recorded.set(key, { logId: row.id, written: false });
      }
    }
    const written = [...recorded.values()].filter((row) => row.written).length;
    this.database.afterCommit(tx, () => {
      this.metrics.recorded(seen.method, written);
      this.metrics.deduplicated(recorded.size - written);
    });
    return recorded;
  }
}

const announcement = (
  logId: number,
  { occurredAt, requester, method }: SightingMoment,
  { person, cameraId, confidence }: Sighting,
): AttendanceLogged => ({
  log_id: logId,
  person_id: person.accountId,
  employee_id: person.employeeId,
  name: person.name,
  occurred_at: instant(occurredAt),
  camera_id: cameraId,
  confidence: rounded(confidence),
  method,
  self_reported: selfOf(requester) === person.accountId,
});
