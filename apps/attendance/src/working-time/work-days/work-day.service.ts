import { dayNumber } from '@argus/calendar';
import {
  type CallContext,
  callerOf,
  DomainError,
  existing,
  offsetOf,
  type Page,
  type WorkDayQuery,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import type { NamedPerson } from '../../people/employee.view.js';
import type { WorkDay } from '../engine/work-day.js';
import { WorkDaySource } from './work-day-source.service.js';
import { WorkDayStore } from './work-day.store.js';

const MAX_DAYS = 62;

/** A day and whose it is. */
export interface PersonsDay {
  readonly person: NamedPerson;
  readonly day: WorkDay;
  /** Whether the reader is the person or an administrator. */
  readonly isPrivy: boolean;
}

@Injectable()
export class WorkDayService {
  constructor(
    private readonly store: WorkDayStore,
    private readonly source: WorkDaySource,
  ) {}

  /**
   * Returns one page by employee id and date. Students see only their own days.
   * @throws DomainError DATES_REVERSED, RANGE_TOO_LONG, PAGE_NOT_FOUND
   */
  async list(query: WorkDayQuery, asker: Pick<CallContext, 'principal'>): Promise<Page<PersonsDay>> {
    const { date_from: first, date_to: last } = query;
    const length = dayNumber(last) - dayNumber(first) + 1;
    if (length < 1) throw new DomainError('DATES_REVERSED');
    if (length > MAX_DAYS) throw new DomainError('RANGE_TOO_LONG');
    const { role, accountId } = callerOf(asker);
    const filter = {
      own: role === 'student' ? accountId : undefined,
      employee: query.employee_id,
      department: query.department,
    };
    const offset = offsetOf(query);
    /* A page holds days, which are as many for each person. */
    const before = Math.floor(offset / length);
    const people = await this.store.people(filter, Math.ceil(query.page_size / length) + 1, before);
    const days = await this.source.days(
      people.map(({ personId }) => personId),
      first,
      last,
    );
    const rows = people.flatMap((person) => {
      const isPrivy = role === 'admin' || person.personId === accountId;
      return days.get(person.personId)!.map((day) => ({ person, day, isPrivy }));
    });
    const start = offset - before * length;
    const count = (people[0]?.count ?? 0) * length;
    return existing({ count, results: rows.slice(start, start + query.page_size) }, query);
  }
}
