import type { AttendanceMethod, Instant } from '@argus/contracts';
import { Database, deleteRows, Outbox, type ToldEvent } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Person } from '../people/person.entity.js';
import { ofEmployeeId } from '../people/person.store.js';
import { type Requester, selfOf } from '../requester.js';
import { AttendanceLog } from './attendance-log.entity.js';
import type { TimeRange } from './days.js';

/** A row with its person. */
export type ListedLog = Omit<AttendanceLog, 'person' | 'deduplicatedDuring'> &
  Pick<Person, 'employeeId' | 'name' | 'department'> & {
    /** Null where the camera is not registered. */
    readonly cameraName: string | null;
    readonly cameraPlace: string | null;
  };

/** Conditions on rows; absent and empty ones are ignored. */
export interface LogFilter extends TimeRange {
  readonly own: number | undefined;
  readonly employee: string | undefined;
  readonly camera: string | undefined;
  readonly department: string | undefined;
  readonly method: string | undefined;
  readonly requestedBy: string | undefined;
  readonly selfReported: boolean | undefined;
}

/** A row of a recognised face. */
export interface FaceLog {
  readonly personId: number;
  readonly cameraId: string | null;
  readonly location: string | null;
  readonly confidence: number | null;
}

/** When people were found present, how, and for whom. */
export interface SightingMoment {
  readonly method: AttendanceMethod;
  readonly occurredAt: Instant;
  readonly verificationSeconds: number;
  /** Null in tasks of earlier versions. */
  readonly requester: Requester | null;
}

/** A manual entry, for whoever has the employee id. */
export interface ManualEntry extends Pick<AttendanceLog, 'reason' | 'requestedBy' | 'apiKey'> {
  readonly employeeId: string;
  readonly occurredAt: Instant;
  /** The person who would report themselves by this entry. */
  readonly self: number | null;
}

/** A manual entry as it was written. */
export type MarkedLog = Pick<
  ListedLog,
  'id' | 'personId' | 'selfReported' | 'employeeId' | 'name' | 'department'
>;

export type LogKey = Pick<AttendanceLog, 'id' | 'personId' | 'cameraId'>;

const COLUMNS = `log.id, log.person_id AS "personId", log.occurred_at AS "occurredAt", log.camera_id AS "cameraId",
  log.location, log.confidence, log.verification_seconds AS "verificationSeconds", log.method, log.direction, log.reason,
  log.marked_by AS "markedBy", log.requested_by AS "requestedBy", log.api_key AS "apiKey",
  log.self_reported AS "selfReported", person.employee_id AS "employeeId", person.name, person.department,
  camera.name AS "cameraName", camera.location AS "cameraPlace"`;
const KEY = 'id, person_id AS "personId", camera_id AS "cameraId"';

const conditions: Readonly<Record<keyof LogFilter, (parameter: string) => string>> = {
  own: (id) => `log.person_id = ${id}`,
  employee: (id) => `log.person_id = (SELECT account_id FROM person WHERE ${ofEmployeeId(id)})`,
  camera: (id) => `fold_text(log.camera_id) = fold_text(${id})`,
  department: (department) =>
    `log.person_id IN (SELECT account_id FROM person WHERE fold_text(department) = fold_text(${department}))`,
  method: (method) => `log.method = ${method}`,
  /* Through the few people of the name, since that column has no index. */
  requestedBy: (id) =>
    `log.requested_by IN (SELECT employee_id FROM person WHERE fold_text(employee_id) = fold_text(${id}) UNION SELECT ${id})`,
  selfReported: (is) => `log.self_reported = ${is}`,
  from: (moment) => `log.occurred_at >= ${moment}`,
  until: (moment) => `log.occurred_at < ${moment}`,
};

@Injectable()
export class AttendanceLogStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  /** Returns one page, newest first, each row with the count of all. */
  list(filter: LogFilter, limit: number, offset: number): Promise<(ListedLog & { count: number })[]> {
    const names = Object.keys(conditions) as (keyof LogFilter)[];
    const used = names.filter((name) => filter[name] !== undefined && filter[name] !== '');
    const parameters: unknown[] = [limit, offset];
    const all = used.map((name) => conditions[name](`$${parameters.push(filter[name])}`));
    const where = all.length > 0 ? `WHERE ${all.join(' AND ')}` : '';
    /* The count is a separate query: it needs no people and reads only an index. */
    return this.database.prepared<ListedLog & { count: number }>(
      ['attendance-list', ...used].join(' '),
      `SELECT ${COLUMNS}, (SELECT count(*) FROM attendance_log log ${where})
         FROM attendance_log log JOIN person ON person.account_id = log.person_id
              LEFT JOIN camera ON fold_text(camera.id) = fold_text(log.camera_id)
         ${where} ORDER BY log.occurred_at DESC, log.id DESC LIMIT $1 OFFSET $2`,
      parameters,
    );
  }

  /**
   * Inserts a manual entry and its events by one statement; `events` may use the columns of MarkedLog. Returns undefined when no person has
   * the employee id.
   */
  async insertManual(entry: ManualEntry, events: readonly ToldEvent[]): Promise<MarkedLog | undefined> {
    const [marked] = await this.outbox.write<MarkedLog>({
      name: 'attendance-manual',
      sql: `entered AS (
        INSERT INTO attendance_log (person_id, occurred_at, method, reason, marked_by, requested_by, api_key, self_reported)
        SELECT account_id, $2::timestamptz, 'manual', $3, $4::text, $4, $5::uuid, coalesce(account_id = $6::int, false)
          FROM person WHERE ${ofEmployeeId('$1')}
        RETURNING id, person_id, self_reported
      ), effect AS (
        SELECT entered.id, person_id AS "personId", self_reported AS "selfReported", person.employee_id AS "employeeId",
               person.name, person.department
          FROM entered JOIN person ON person.account_id = person_id
      )`,
      parameters: [
        entry.employeeId,
        entry.occurredAt,
        entry.reason,
        entry.requestedBy,
        entry.apiKey,
        entry.self,
      ],
      events,
    });
    return marked;
  }

  async countOlderThan(days: number): Promise<number> {
    const [row] = await this.database.query<{ older: number }>(
      'SELECT count(*)::int AS older FROM attendance_log WHERE occurred_at < now() - make_interval(days => $1)',
      [days],
    );
    return row!.older;
  }

  deleteOlderThan(days: number): Promise<void> {
    return deleteRows(
      this.database,
      'attendance_log',
      'occurred_at < now() - make_interval(days => $1)',
      days,
    );
  }

  /**
   * Inserts rows of one moment; those within the window of an existing row are left out (EX_attendance_log_deduplicated).
   * Locks in the order of persons and cameras, so that writers of the same people cannot deadlock.
   */
  insertFaces(
    tx: EntityManager,
    faces: readonly FaceLog[],
    moment: SightingMoment & { readonly windowSeconds: number },
  ): Promise<LogKey[]> {
    return this.database.preparedIn<LogKey>(
      tx,
      'attendance-faces',
      `INSERT INTO attendance_log (person_id, camera_id, location, confidence, occurred_at, verification_seconds,
         method, requested_by, api_key, self_reported, deduplicated_during, direction)
       SELECT person_id, camera_id, face.location, confidence, $5, $6, $11, $8, $9, coalesce(person_id = $10, false),
              tstzrange($5, $5::timestamptz + make_interval(secs => $7)), camera.direction
         FROM unnest($1::int[], $2::text[], $3::text[], $4::float8[])
              AS face (person_id, camera_id, location, confidence)
              /* Who reports themselves says where they are, not that the camera saw them pass. */
              LEFT JOIN camera ON fold_text(camera.id) = fold_text(camera_id) AND camera.is_active
                AND camera.direction IN ('in', 'out') AND person_id IS DISTINCT FROM $10
        ORDER BY person_id, fold_text(camera_id)
       ON CONFLICT DO NOTHING RETURNING ${KEY}`,
      [
        faces.map(({ personId }) => personId),
        faces.map(({ cameraId }) => cameraId),
        faces.map(({ location }) => location),
        faces.map(({ confidence }) => confidence),
        moment.occurredAt,
        moment.verificationSeconds,
        moment.windowSeconds,
        moment.requester?.username ?? null,
        moment.requester?.keyId ?? null,
        selfOf(moment.requester),
        moment.method,
      ],
    );
  }

  /** Returns the rows of these people, likewise reported, whose window overlaps the moment's window, nearest first. */
  around(
    tx: EntityManager,
    personIds: readonly number[],
    {
      occurredAt,
      requester,
      windowSeconds,
    }: Pick<SightingMoment, 'occurredAt' | 'requester'> & { readonly windowSeconds: number },
  ): Promise<LogKey[]> {
    return this.database.preparedIn<LogKey>(
      tx,
      'attendance-around',
      `SELECT ${KEY} FROM attendance_log
        WHERE person_id = ANY($1) AND self_reported = coalesce(person_id = $4, false)
          AND deduplicated_during && tstzrange($2, $2::timestamptz + make_interval(secs => $3))
        ORDER BY abs(extract(epoch FROM occurred_at - $2)), id`,
      [personIds, occurredAt, windowSeconds, selfOf(requester)],
    );
  }
}
