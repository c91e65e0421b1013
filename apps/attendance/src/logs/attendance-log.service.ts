import {
  type AttendanceLogView,
  attendanceLogged,
  attendanceMarked,
  type CallContext,
  DomainError,
  pageOfRows,
  instant,
  invalid,
  type LogQuery,
  type MarkAttendance,
  offsetOf,
  type Page,
  type Principal,
} from '@argus/contracts';
import { StoredTime, told, type ToldEvent } from '@argus/persistence';
import { type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { PersonDirectory } from '../people/person-directory.service.js';
import { askedBy, type Requester, requesterOf, selfOf } from '../requester.js';
import { AttendanceLogStore } from './attendance-log.store.js';
import { toAttendanceLogView } from './attendance-log.view.js';
import { daysBetween } from './days.js';
import { LogMetrics } from './log-metrics.service.js';

/** Tolerated lead of a client's clock over ours. */
const MAX_CLOCK_LEAD_MS = 60_000;

/** The values of a manual entry in columns that a camera would fill. */
const manualValues = {
  method: 'manual',
  cameraId: null,
  cameraName: null,
  cameraPlace: null,
  direction: null,
  location: null,
  confidence: null,
  verificationSeconds: null,
} as const;

/** Lists attendance and takes manual entries. */
@Injectable()
export class AttendanceLogService {
  constructor(
    private readonly logs: AttendanceLogStore,
    private readonly people: PersonDirectory,
    private readonly metrics: LogMetrics,
    @Inject(platformSettings.token) private readonly settings: PlatformSettings,
  ) {}

  /**
   * Returns one page, newest first. Students see only their own rows.
   * @throws DomainError DATES_REVERSED; PAGE_NOT_FOUND beyond the last page, but never for the first
   */
  async list(query: LogQuery, caller: Principal): Promise<Page<AttendanceLogView>> {
    const timeZone = query.time_zone ?? this.settings.SITE_TIME_ZONE;
    const { from, until } = daysBetween(timeZone, query.date_from, query.date_to);
    const filter = {
      own: caller.role === 'student' ? caller.accountId : undefined,
      employee: query.employee_id,
      camera: query.camera_id,
      department: query.department,
      method: query.method,
      requestedBy: query.requested_by,
      selfReported: query.self_reported,
      from,
      until,
    };
    const rows = await this.logs.list(filter, query.page_size, offsetOf(query));
    return pageOfRows(rows, query, toAttendanceLogView);
  }

  /**
   * Adds a manual entry in the name of the calling account.
   * @throws DomainError USER_NOT_FOUND, TIMESTAMP_IN_FUTURE, VALIDATION_FAILED
   */
  async mark(
    entry: MarkAttendance,
    context: Pick<CallContext, 'principal' | 'requestId' | 'clientAddress' | 'userAgent'>,
  ): Promise<AttendanceLogView> {
    const requester = requesterOf(context);
    const { employee_id, timestamp, reason } = entry;
    if (timestamp.ms > Date.now() + MAX_CLOCK_LEAD_MS) throw new DomainError('TIMESTAMP_IN_FUTURE');
    if (timestamp.ms < 0) throw invalid('timestamp', 'invalid', { text: 'Nobody attended before 1970.' });
    const { username: requestedBy, keyId: apiKey } = requester;
    const manual = { occurredAt: timestamp, reason, requestedBy, apiKey };
    const events = eventsOf(entry, requester);
    const enter = (employeeId: string) =>
      this.logs.insertManual({ ...manual, employeeId, self: selfOf(requester) }, events);
    const marked = (await enter(employee_id)) ?? (await this.afterLearning(employee_id, enter));
    if (!marked) throw new DomainError('USER_NOT_FOUND');
    this.metrics.recorded('manual', 1);
    const occurredAt = StoredTime.of(timestamp);
    return toAttendanceLogView({
      ...manual,
      ...manualValues,
      ...marked,
      markedBy: requestedBy,
      occurredAt,
    });
  }

  /** No event has announced the person yet. */
  private async afterLearning<T>(
    employeeId: string,
    enter: (employeeId: string) => Promise<T>,
  ): Promise<T | undefined> {
    const person = await this.people.learn(employeeId);
    return person && enter(person.employeeId);
  }
}

/** The events of a manual entry; its row fills in who and which. */
function eventsOf({ timestamp, reason }: MarkAttendance, requester: Requester): readonly ToldEvent[] {
  const occurred_at = instant(timestamp);
  const person = { log_id: 'id', person_id: 'personId', employee_id: 'employeeId' };
  return [
    told(
      attendanceLogged,
      { occurred_at, camera_id: null, confidence: null, method: 'manual' },
      { ...person, name: 'name', self_reported: 'selfReported' },
    ),
    told(attendanceMarked, { ...askedBy(requester), occurred_at, reason }, person),
  ];
}
