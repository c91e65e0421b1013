import { attendanceLogged, instant } from '@argus/contracts';
import { Database, Outbox } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import type { Person } from '../people/person.entity.js';
import { LogMetrics } from './log-metrics.js';

/** Somebody was recognised. */
export interface Sighting {
  readonly person: Person;
  readonly cameraId: string | null;
  readonly location: string | null;
  readonly confidence: number | null;
}

export interface RecordedSighting {
  readonly logId: number;
  /** False when a row from around that time stands for it. */
  readonly written: boolean;
}

interface Row {
  id: number;
  person_id: number;
  camera_id: string | null;
}

/** Which rows exclude each other. */
export const sightingKey = (personId: number, cameraId: string | null): string =>
  `${personId} ${cameraId ?? ''}`;

/**
 * Writes what cameras saw. Of one person at one camera the database takes no two rows that lie closer together than the
 * window, whoever writes at the same time: their ranges would overlap (EX_attendance_log_deduplicated).
 */
@Injectable()
export class AttendanceRecorder {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly metrics: LogMetrics,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
  ) {}

  /** Records sightings of one moment, at most one per key; answers by key. */
  async record(
    tx: EntityManager,
    occurredAt: Date,
    verificationSeconds: number,
    sightings: readonly Sighting[],
  ): Promise<ReadonlyMap<string, RecordedSighting>> {
    const recorded = new Map<string, RecordedSighting>();
    if (sightings.length === 0) return recorded;
    const byKey = new Map(
      sightings.map((each) => [sightingKey(each.person.account_id, each.cameraId), each]),
    );
    for (const row of await this.insert(tx, occurredAt, verificationSeconds, sightings)) {
      const key = sightingKey(row.person_id, row.camera_id);
      recorded.set(key, { logId: row.id, written: true });
      await this.announce(tx, row.id, occurredAt, byKey.get(key)!);
    }
    if (recorded.size < byKey.size) {
      for (const row of await this.standingFor(tx, occurredAt, sightings)) {
        const key = sightingKey(row.person_id, row.camera_id);
        if (byKey.has(key) && !recorded.has(key))
          recorded.set(key, { logId: row.id, written: false });
      }
    }
    const written = [...recorded.values()].filter((row) => row.written).length;
    this.database.afterCommit(tx, () => {
      this.metrics.recorded('face', written);
      this.metrics.deduplicated(recorded.size - written);
    });
    return recorded;
  }

  /** In one order, so that writers of the same people do not wait for each other in a ring. */
  private insert(
    tx: EntityManager,
    occurredAt: Date,
    verificationSeconds: number,
    sightings: readonly Sighting[],
  ): Promise<Row[]> {
    return tx.query<Row[]>(
      `INSERT INTO attendance_log (person_id, camera_id, location, confidence, occurred_at, verification_seconds,
         method, deduplicated_during)
       SELECT person_id, camera_id, location, confidence, $5, $6, 'face',
              tstzrange($5, $5::timestamptz + make_interval(secs => $7))
         FROM unnest($1::int[], $2::text[], $3::text[], $4::float8[])
              AS sighting (person_id, camera_id, location, confidence)
        ORDER BY person_id, camera_id
       ON CONFLICT DO NOTHING RETURNING id, person_id, camera_id`,
      [
        sightings.map(({ person }) => person.account_id),
        sightings.map(({ cameraId }) => cameraId),
        sightings.map(({ location }) => location),
        sightings.map(({ confidence }) => confidence),
        occurredAt,
        verificationSeconds,
        this.settings.ATTENDANCE_DEDUPLICATION_SECONDS,
      ],
    );
  }

  /** The rows that kept others out, nearest first. */
  private standingFor(tx: EntityManager, occurredAt: Date, sightings: readonly Sighting[]): Promise<Row[]> {
    return tx.query<Row[]>(
      `SELECT id, person_id, camera_id FROM attendance_log
        WHERE person_id = ANY($1)
          AND deduplicated_during && tstzrange($2, $2::timestamptz + make_interval(secs => $3))
        ORDER BY abs(extract(epoch FROM occurred_at - $2)), id`,
      [
        sightings.map(({ person }) => person.account_id),
        occurredAt,
        this.settings.ATTENDANCE_DEDUPLICATION_SECONDS,
      ],
    );
  }

  private announce(
    tx: EntityManager,
    logId: number,
    occurredAt: Date,
    { person, cameraId, confidence }: Sighting,
  ): Promise<void> {
    return this.outbox.append(tx, attendanceLogged, {
      log_id: logId,
      person_id: person.account_id,
      employee_id: person.employee_id,
      name: person.name,
      occurred_at: instant(occurredAt),
      camera_id: cameraId,
      confidence,
      method: 'face',
    });
  }
}
