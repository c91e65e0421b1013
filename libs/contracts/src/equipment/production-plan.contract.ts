import { contract, errorReply, op, RowParams } from '../contract/index.js';
import { engineering, viewing } from './rights.js';
import {
  choice,
  date,
  Field,
  integer,
  list,
  listOf,
  nameText,
  number,
  object,
  text,
  timeZone,
  wallTime,
} from '../fields/index.js';
import { type EquipmentType, equipmentTypes } from './equipment-types.js';
import { type Weekday, weekdays } from '../weekdays.js';

export class ShiftBreak {
  @Field(wallTime(), { example: '10:00' }) starts!: string;
  @Field(wallTime(), { example: '10:15' }) ends!: string;
}

export class Shift {
  @Field(nameText({ maxLength: 60 }), { example: 'Early' }) name!: string;
  @Field(wallTime(), { example: '06:00' }) starts!: string;
  @Field(wallTime(), {
    example: '14:00',
    description: 'On the next day if it is not after `starts`; equal to `starts` means 24 hours',
  })
  ends!: string;
  @Field(list(object(ShiftBreak), { maxItems: 12 }), {
    default: [],
    description: 'Breaks are not planned time',
  })
  breaks!: ShiftBreak[];
}

export class WeeklyShift extends Shift {
  @Field(list(choice(...weekdays), { minItems: 1, maxItems: 7 }), {
    description: 'Days on which the shift starts',
    example: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
  })
  days!: Weekday[];
}

export class CalendarException {
  @Field(date()) date!: string;
  @Field(nameText({ maxLength: 100 }), {
    optional: true,
    nullable: true,
    description: 'For example the name of a holiday',
    example: 'Public holiday',
  })
  name?: string | null;
  @Field(list(object(Shift), { maxItems: 12 }), {
    default: [],
    description: 'Shifts that start on this date instead of the weekly ones; default: none',
  })
  shifts!: Shift[];
}

/** When equipment is planned to produce, its ideal cycle, and how running is recognised. */
export class ProductionPlan {
  @Field(nameText({ maxLength: 100 }), { example: 'Press shop' }) name!: string;
  @Field(choice(...equipmentTypes), {
    optional: true,
    nullable: true,
    description: 'Only equipment of this type',
  })
  equipment_type?: EquipmentType | null;
  @Field(integer({ min: 1 }), {
    optional: true,
    nullable: true,
    description:
      'Only this equipment; default with no `equipment_type`: all. A plan for the equipment takes precedence over one for its type, ' +
      'and that over one for all',
  })
  equipment?: number | null;
  @Field(date(), {
    default: '0001-01-01',
    description:
      'Applies to shifts that start on this date or later, until the next plan for the same equipment or type',
    example: '2026-01-01',
  })
  valid_from!: string;
  @Field(timeZone(), {
    optional: true,
    example: 'Europe/Berlin',
    description:
      'IANA name; all dates and times of the plan are in this time zone. Default: that of the site (SITE_TIME_ZONE) when the plan is ' +
      'saved; a later change of the setting changes no plan',
  })
  time_zone?: string;
  @Field(list(object(WeeklyShift), { maxItems: 50 }), { description: 'The weekly pattern' })
  shifts!: WeeklyShift[];
  @Field(list(object(CalendarException), { maxItems: 1000 }), { default: [] })
  exceptions!: CalendarException[];
  @Field(number({ above: 0, max: 86_400 }), {
    example: 4,
    description: 'Seconds for one piece at the ideal rate',
  })
  ideal_cycle_s!: number;
  @Field(number({ min: 0 }), {
    example: 100,
    description:
      'The equipment runs while its measured speed is above this. Always in rpm, whatever the unit of the equipment',
  })
  running_above_rpm!: number;
  @Field(number({ min: 1, max: 86_400 }), {
    default: 60,
    description:
      'A reading is valid until the next one, but at most this many seconds. After that the state is unknown',
  })
  known_for_s!: number;
  @Field(number({ min: 0, max: 86_400 }), {
    default: 300,
    description:
      'An unexplained stop shorter than this many seconds is a minor stop, a longer one a breakdown',
  })
  minor_stop_s!: number;
}

export class ProductionPlanView extends ProductionPlan {
  @Field(timeZone(), {
    example: 'Europe/Berlin',
    description: 'IANA name; all dates and times of the plan are in this time zone',
  })
  override time_zone!: string;
  @Field(integer()) id!: number;
  @Field(text({ format: 'date-time' })) changed_at!: string;
  @Field(text(), { nullable: true, description: 'Who made the last change' }) changed_by!: string | null;
}

const errors = {
  PLAN_EXISTS: errorReply(
    409,
    'A plan for the same equipment or type with this valid_from exists; change or remove it.',
    'detail',
  ),
};

/** Shift calendars with ideal cycles. OEE is computed against them. */
export const productionPlanContract = contract(
  'equipment.production-plan',
  { family: 'techtrack', tag: 'OEE' },
  {
    list: op({
      http: { method: 'GET', path: '/api/production-plans/' },
      reply: listOf(ProductionPlanView),
      access: viewing(),
      summary: 'List production plans',
    }),
    create: op({
      http: { method: 'POST', path: '/api/production-plans/', status: 201 },
      body: ProductionPlan,
      reply: ProductionPlanView,
      access: engineering(),
      errors: {
        ...errors,
        TOO_MANY_PLANS: errorReply(409, 'The maximum number of plans is reached; remove some.', 'detail'),
      },
      summary: 'Add a production plan: shifts, breaks, holidays, the ideal cycle',
      description:
        'Changes to and from summer time count: a night shift is then an hour shorter or longer. For a new calendar or cycle, add ' +
        'a new plan with its `valid_from`, so that the figures of earlier days stay.',
    }),
    get: op({
      http: { method: 'GET', path: '/api/production-plans/{id}/' },
      params: RowParams,
      reply: ProductionPlanView,
      access: viewing(),
      summary: 'Read a production plan',
    }),
    replace: op({
      http: { method: 'PUT', path: '/api/production-plans/{id}/' },
      params: RowParams,
      body: ProductionPlan,
      reply: ProductionPlanView,
      access: engineering(),
      errors,
      summary: 'Correct a production plan; this also changes figures of the past',
    }),
    remove: op({
      http: { method: 'DELETE', path: '/api/production-plans/{id}/', status: 204 },
      params: RowParams,
      access: engineering(),
      summary: 'Remove a production plan',
    }),
  },
);
