import {
  type AttendanceLogView,
  attendanceLogged,
  DomainError,
  existing,
  instant,
  type LogQuery,
  type MarkAttendance,
  offsetOf,
  type Page,
  type Principal,
} from '@argus/contracts';
import { Database, Outbox } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { PersonDirectory } from '../people/person.directory.js';
import { toAttendanceLogView, type ListedLog } from './attendance-log.view.js';
import { daysBetween } from './days.js';
import { LogMetrics } from './log-metrics.js';

/** Clocks of clients may be ahead of ours by so much. */
const CLOCK_TOLERANCE_MS = 60_000;

const columns = `log.id, log.person_id, log.occurred_at, log.camera_id, log.location, log.confidence,
  log.verification_seconds, log.method, log.reason, log.marked_by, person.employee_id, person.name, person.department`;

/** Lists attendance and takes entries by hand. */
@Injectable()
export class AttendanceLogService {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly people: PersonDirectory,
    private readonly metrics: LogMetrics,
  ) {}

  /**
   * One page, newest first; students see their own rows.
   * @throws DomainError DATES_REVERSED; PAGE_NOT_FOUND beyond the last page, the first one always exists
   */
  async list(query: LogQuery, caller: Principal): Promise<Page<AttendanceLogView>> {
    const { from, until } = daysBetween(query.date_from, query.date_to);
    const values = {
      own: caller.role === 'student' ? caller.accountId : undefined,
      employee: query.employee_id,
      camera: query.camera_id,
      department: query.department,
      from,
      until,
    };
    const parameters: unknown[] = [query.page_size, offsetOf(query)];
    const used = filters.filter(({ name }) => values[name] !== undefined && values[name] !== '');
    const conditions = used.map(({ name, condition }) => condition(`$${parameters.push(values[name])}`));
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    // Counted in a query of its own, which needs no people and reads an index alone.
    const rows = await this.database.prepared<ListedLog & { count: number }>(
      ['attendance-list', ...used.map(({ name }) => name)].join(' '),
      `SELECT ${columns}, (SELECT count(*)::int FROM attendance_log log ${where}) AS count
         FROM attendance_log log JOIN person ON person.account_id = log.person_id
         ${where} ORDER BY log.occurred_at DESC, log.id DESC LIMIT $1 OFFSET $2`,
      parameters,
    );
    return existing({ count: rows[0]?.count ?? 0, results: rows.map(toAttendanceLogView) }, query);
  }

  /**
   * Enters attendance by hand, in the name of the account that asks.
   * @throws DomainError USER_NOT_FOUND, TIMESTAMP_IN_FUTURE
   */
  async mark(entry: MarkAttendance, caller: Principal): Promise<AttendanceLogView> {
    const { employee_id, timestamp, reason } = entry;
    if (timestamp.getTime() > Date.now() + CLOCK_TOLERANCE_MS) throw new DomainError('TIMESTAMP_IN_FUTURE');
    const person = await this.people.findByEmployeeId(employee_id);
    if (!person) throw new DomainError('USER_NOT_FOUND');
    const { account_id, name, department } = person;
    const log = await this.database.transaction(async (tx) => {
      const [inserted] = await tx.query<Omit<ListedLog, keyof typeof person>[]>(
        `INSERT INTO attendance_log (person_id, occurred_at, method, reason, marked_by)
         VALUES ($1, $2, 'manual', $3, $4)
         RETURNING id, person_id, occurred_at, camera_id, location, confidence, verification_seconds, method, reason,
                   marked_by`,
        [account_id, timestamp, reason, caller.username],
      );
      await this.outbox.append(tx, attendanceLogged, {
        log_id: inserted!.id,
        person_id: account_id,
        employee_id,
        name,
        occurred_at: instant(timestamp),
        camera_id: null,
        confidence: null,
        method: 'manual',
      });
      return inserted!;
    });
    this.metrics.recorded('manual', 1);
    return toAttendanceLogView({ ...log, employee_id, name, department });
  }
}

interface Filter {
  readonly name: 'own' | 'employee' | 'camera' | 'department' | 'from' | 'until';
  readonly condition: (parameter: string) => string;
}

const filters: readonly Filter[] = [
  { name: 'own', condition: (id) => `log.person_id = ${id}` },
  {
    name: 'employee',
    condition: (id) => `log.person_id = (SELECT account_id FROM person WHERE employee_id = ${id})`,
  },
  { name: 'camera', condition: (id) => `log.camera_id = ${id}` },
  {
    name: 'department',
    condition: (department) =>
      `log.person_id IN (SELECT account_id FROM person WHERE lower(department) = lower(${department}))`,
  },
  { name: 'from', condition: (moment) => `log.occurred_at >= ${moment}` },
  { name: 'until', condition: (moment) => `log.occurred_at < ${moment}` },
];
