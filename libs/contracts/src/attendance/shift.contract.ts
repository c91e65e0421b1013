import { contract, errorReply, op, pageOf, PageQuery, roles } from '../contract/index.js';
import {
  choice,
  Field,
  integer,
  list,
  nameText,
  object,
  opaqueText,
  partialOf,
  text,
  timeZone,
  wallTime,
} from '../fields/index.js';
import { type Weekday, weekdays } from '../weekdays.js';

export class ShiftTime {
  @Field(wallTime(), { example: '09:00' }) starts!: string;
  @Field(wallTime(), { example: '17:00', description: 'On the next day if it is not after `starts`' })
  ends!: string;
}

export class ShiftPause {
  @Field(wallTime(), { example: '12:00' }) starts!: string;
  @Field(wallTime(), { example: '12:30', description: 'On the next day if it is not after `starts`' })
  ends!: string;
}

export const shiftCountings = ['first_last', 'every_pair'] as const;
export const shiftPairings = ['alternating', 'directions'] as const;
const minutes = (max: number) => integer({ min: 0, max });

export class ShiftRules {
  @Field(nameText({ maxLength: 100 }), { example: 'Day' }) name!: string;
  @Field(timeZone(), {
    optional: true,
    example: 'Europe/Berlin',
    description:
      'IANA name of the zone of its times. Default: that of the site (SITE_TIME_ZONE) when the shift is made',
  })
  time_zone?: string;
  @Field(list(choice(...weekdays), { minItems: 1, maxItems: 7 }), {
    default: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
    description: 'Days on which the shift starts',
    example: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
  })
  days!: Weekday[];
  @Field(list(object(ShiftTime), { minItems: 1, maxItems: 4 }), {
    description: 'Several for a split shift, in order. All together last 24 hours at most',
  })
  parts!: ShiftTime[];
  @Field(list(object(ShiftPause), { maxItems: 6 }), {
    default: [],
    description: 'Breaks at fixed times: not to be worked, and not counted',
  })
  breaks!: ShiftPause[];
  @Field(minutes(240), {
    default: 0,
    description: 'Minutes of break that are taken off as far as nobody punched them',
    example: 30,
  })
  automatic_break_min!: number;
  @Field(minutes(1440), {
    default: 0,
    description: 'Only work beyond these minutes has that break taken off',
    example: 360,
  })
  automatic_break_after_min!: number;
  @Field(wallTime(), {
    optional: true,
    nullable: true,
    example: '13:00',
    description: 'When the second half begins, for half-days; default: after half of the working time',
  })
  half_at?: string | null;
  @Field(minutes(720), {
    default: 240,
    example: 240,
    description: 'Minutes before the start from which punches belong to it',
  })
  early_window_min!: number;
  @Field(minutes(720), {
    default: 240,
    example: 240,
    description: 'Minutes after the end up to which punches belong to it: overtime beyond is not counted',
  })
  late_window_min!: number;
  @Field(minutes(240), {
    default: 0,
    example: 5,
    description:
      'Minutes after the start at which nobody is late yet. Whoever comes later is late since the start',
  })
  late_grace_min!: number;
  @Field(minutes(240), {
    default: 0,
    example: 5,
    description: 'Minutes before the end at which nobody left early yet',
  })
  early_leave_grace_min!: number;
  @Field(choice(...shiftCountings), {
    default: 'first_last',
    description:
      'first_last: from the first punch to the last. every_pair: only the time between coming and leaving, each time; a split shift is judged at each part',
  })
  counting!: (typeof shiftCountings)[number];
  @Field(choice(...shiftPairings), {
    default: 'alternating',
    description:
      'alternating: the first punch comes, the next leaves. directions: as the punch says; one that says nothing alternates',
  })
  pairing!: (typeof shiftPairings)[number];
  @Field(minutes(60), {
    default: 1,
    example: 2,
    description: 'A punch within fewer minutes after the one before, in the same direction, only repeats it',
  })
  repeat_min!: number;
  @Field(minutes(1440), {
    default: 0,
    example: 240,
    description:
      'Who worked fewer minutes worked half a day; 0 for no such limit. Half a shift has half of it',
  })
  half_day_below_min!: number;
  @Field(minutes(1440), {
    default: 0,
    example: 120,
    description:
      'Who worked fewer minutes was absent; 0 for no such limit. Not above a limit of half a day. Half a shift has half of it',
  })
  absent_below_min!: number;
  @Field(opaqueText({ maxLength: 36 }), {
    optional: true,
    nullable: true,
    example: '3b1f6f6e-4a53-4b3c-9a0e-2f7d1c1d5a11',
    inBodyExample: false,
    description:
      'Id of the calendar of its holidays; an assignment may name another, for example that of its site',
  })
  holiday_calendar?: string | null;
}

export const ShiftChange = partialOf(ShiftRules);
export type ShiftChange = InstanceType<typeof ShiftChange>;

export class ShiftView extends ShiftRules {
  @Field(text(), { example: '7d444840-9dc0-41d1-b245-5ffdce74fad2' }) id!: string;
  @Field(timeZone(), { example: 'Europe/Berlin', description: 'IANA name of the zone of its times' })
  override time_zone!: string;
  @Field(text({ format: 'date-time' }), { description: 'When it was last changed' }) changed_at!: string;
  @Field(text(), { nullable: true, description: 'Employee id of the account that changed it last' })
  changed_by!: string | null;
}

export class ShiftPath {
  @Field(opaqueText({ maxLength: 36 }), { example: '7d444840-9dc0-41d1-b245-5ffdce74fad2' }) id!: string;
}

/** Two shifts of a person at one time; the error's details name both. */
export const shiftsOverlap = errorReply(
  409,
  '{employee} would have two shifts at one time: "{shift}" on {date}, {times}, and "{other}" on {other_date}, {other_times}. End or move one of them.',
);
const notFound = { SHIFT_NOT_FOUND: errorReply(404, 'Shift not found') };
const unknownCalendar = {
  HOLIDAY_CALENDAR_UNKNOWN: errorReply(400, 'There is no such calendar of holidays.', 'holiday_calendar'),
};
const taken = { SHIFT_NAME_TAKEN: errorReply(409, 'Another shift has this name.', 'name') };
const admins = roles('admin');

/** When people are to work, and how their punches are judged. */
export const shiftContract = contract(
  'attendance.shift',
  { family: 'attendance', tag: 'Working time' },
  {
    list: op({
      http: { method: 'GET', path: '/api/v1/shifts/' },
      query: PageQuery,
      reply: pageOf(ShiftView),
      access: roles('admin', 'faculty'),
      summary: 'List shifts by name',
    }),
    create: op({
      http: { method: 'POST', path: '/api/v1/shifts/', status: 201 },
      body: ShiftRules,
      reply: ShiftView,
      access: admins,
      errors: {
        ...unknownCalendar,
        ...taken,
        TOO_MANY_SHIFTS: errorReply(409, 'There are 500 shifts. Remove those that are not used any more.'),
      },
      summary: 'Make a shift',
      description: 'It has no effect until it is assigned to people (`/api/v1/shift-assignments/`).',
    }),
    get: op({
      http: { method: 'GET', path: '/api/v1/shifts/{id}/' },
      params: ShiftPath,
      reply: ShiftView,
      access: roles('admin', 'faculty'),
      errors: notFound,
      summary: 'Read a shift',
    }),
    change: op({
      http: { method: 'PATCH', path: '/api/v1/shifts/{id}/' },
      params: ShiftPath,
      body: ShiftChange,
      reply: ShiftView,
      access: admins,
      errors: { ...notFound, ...unknownCalendar, ...taken, SHIFTS_OVERLAP: shiftsOverlap },
      summary: 'Change a shift, for past days too',
      description:
        'Days are derived when they are read, so past ones change as well; those of a payroll export show it as differences. To ' +
        'change times from a day on, end its assignments and assign another shift.',
    }),
    remove: op({
      http: { method: 'DELETE', path: '/api/v1/shifts/{id}/', status: 204 },
      params: ShiftPath,
      access: admins,
      errors: {
        ...notFound,
        SHIFT_ASSIGNED: errorReply(409, 'The shift is assigned to people. Remove its assignments first.'),
      },
      summary: 'Remove a shift that is assigned to nobody',
    }),
  },
);
