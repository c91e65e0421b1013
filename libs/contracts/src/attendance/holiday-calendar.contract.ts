import { contract, errorReply, op, pageOf, PageQuery, roles } from '../contract/index.js';
import { choice, Field, list, nameText, object, opaqueText, partialOf, text } from '../fields/index.js';
import { planDate } from './plan-date.js';

export const dayParts = ['day', 'first_half', 'second_half'] as const;
export type DayPart = (typeof dayParts)[number];

export class HolidayRules {
  @Field(planDate(), { example: '2026-12-24' }) date!: string;
  @Field(nameText({ maxLength: 100 }), { example: 'Christmas Eve' }) name!: string;
  @Field(choice(...dayParts), { default: 'day', description: 'The part of the day that is free' })
  part!: DayPart;
}

export class HolidayCalendarBody {
  @Field(nameText({ maxLength: 100 }), { example: 'Site Munich' }) name!: string;
  @Field(list(object(HolidayRules), { maxItems: 1000 }), {
    description: 'All holidays of the calendar; a change replaces them. Each date once',
  })
  holidays!: HolidayRules[];
}

export const HolidayCalendarChange = partialOf(HolidayCalendarBody);
export type HolidayCalendarChange = InstanceType<typeof HolidayCalendarChange>;

export class HolidayCalendarView extends HolidayCalendarBody {
  @Field(text(), { example: '3b1f6f6e-4a53-4b3c-9a0e-2f7d1c1d5a11' }) id!: string;
  @Field(text({ format: 'date-time' }), { description: 'When it was last changed' }) changed_at!: string;
  @Field(text(), { nullable: true, description: 'Employee id of the account that changed it last' })
  changed_by!: string | null;
}

export class HolidayCalendarPath {
  @Field(opaqueText({ maxLength: 36 }), { example: '3b1f6f6e-4a53-4b3c-9a0e-2f7d1c1d5a11' }) id!: string;
}

const notFound = { HOLIDAY_CALENDAR_NOT_FOUND: errorReply(404, 'Calendar not found') };
const taken = { HOLIDAY_CALENDAR_NAME_TAKEN: errorReply(409, 'Another calendar has this name.', 'name') };
const admins = roles('admin');

/** Days on which nobody need work, by site or group. */
export const holidayCalendarContract = contract(
  'attendance.holiday-calendar',
  { family: 'attendance', tag: 'Working time' },
  {
    list: op({
      http: { method: 'GET', path: '/api/v1/holiday-calendars/' },
      query: PageQuery,
      reply: pageOf(HolidayCalendarView),
      access: roles('admin', 'faculty'),
      summary: 'List calendars of holidays by name',
    }),
    create: op({
      http: { method: 'POST', path: '/api/v1/holiday-calendars/', status: 201 },
      body: HolidayCalendarBody,
      reply: HolidayCalendarView,
      access: admins,
      errors: {
        ...taken,
        TOO_MANY_HOLIDAY_CALENDARS: errorReply(
          409,
          'There are 200 calendars. Remove those that are not used any more.',
        ),
      },
      summary: 'Make a calendar of holidays',
    }),
    get: op({
      http: { method: 'GET', path: '/api/v1/holiday-calendars/{id}/' },
      params: HolidayCalendarPath,
      reply: HolidayCalendarView,
      access: roles('admin', 'faculty'),
      errors: notFound,
      summary: 'Read a calendar of holidays',
    }),
    change: op({
      http: { method: 'PATCH', path: '/api/v1/holiday-calendars/{id}/' },
      params: HolidayCalendarPath,
      body: HolidayCalendarChange,
      reply: HolidayCalendarView,
      access: admins,
      errors: { ...notFound, ...taken },
      summary: 'Change a calendar of holidays',
      description:
        'Days are derived when they are read, so past ones change as well; those of a payroll export show it as differences.',
    }),
    remove: op({
      http: { method: 'DELETE', path: '/api/v1/holiday-calendars/{id}/', status: 204 },
      params: HolidayCalendarPath,
      access: admins,
      errors: {
        ...notFound,
        HOLIDAY_CALENDAR_IN_USE: errorReply(
          409,
          'Shifts or assignments name the calendar. Change these first.',
        ),
      },
      summary: 'Remove a calendar that nothing names',
    }),
  },
);
