import { contract, errorReply, op, RowParams } from '../contract/index.js';
import { engineering, viewing } from './rights.js';
import { choice, date, Field, integer, list, listOf, number, object, text } from '../fields/index.js';
import { type EquipmentType, equipmentTypes } from './equipment-types.js';
import { timeZone, wallTime } from './wall-clock.js';

export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof weekdays)[number];

export class ShiftBreak {
  @Field(wallTime(), { example: '10:00' }) starts!: string;
  @Field(wallTime(), { example: '10:15' }) ends!: string;
}

export class Shift {
  @Field(text({ maxLength: 60 }), { example: 'Early' }) name!: string;
  @Field(wallTime(), { example: '06:00' }) starts!: string;
  @Field(wallTime(), {
    example: '14:00',
    description: 'On the next day where it is not after `starts`; the same time of day makes 24 hours',
  })
  ends!: string;
  @Field(list(object(ShiftBreak), { maxItems: 12 }), { default: [], description: 'Time that is not planned' })
  breaks!: ShiftBreak[];
}

export class WeeklyShift extends Shift {
  @Field(list(choice(...weekdays), { minItems: 1, maxItems: 7 }), {
    description: 'On which it starts',
    example: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
  })
  days!: Weekday[];
}

export class CalendarException {
  @Field(date()) date!: string;
  @Field(text({ maxLength: 100 }), { optional: true, nullable: true, description: 'E.g. of a holiday' })
  name?: string | null;
  @Field(list(object(Shift), { maxItems: 12 }), {
    default: [],
    description: 'What starts on that date instead of the weekly shifts; none unless stated',
  })
  shifts!: Shift[];
}

/** When an equipment is meant to produce, how fast, and how one sees that it does. */
export class ProductionPlan {
  @Field(text({ maxLength: 100 }), { example: 'Press shop' }) name!: string;
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
      'Only this equipment; with neither, all. A plan for the equipment counts before one for its type, that before one for all',
  })
  equipment?: number | null;
  @Field(date(), {
    default: '0001-01-01',
    description:
      'For shifts that start on this date or later, until the next plan of the same equipment or type',
  })
  valid_from!: string;
  @Field(timeZone(), {
    example: 'Europe/Berlin',
    description: 'IANA name; all dates and times of the plan are local',
  })
  time_zone!: string;
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
      'It runs while the speed that it measures is above this; rpm, whatever the unit of the equipment',
  })
  running_above_rpm!: number;
  @Field(number({ min: 1, max: 86_400 }), {
    default: 60,
    description:
      'For how many seconds a reading tells whether it runs, unless the next one comes before; then it is unknown',
  })
  known_for_s!: number;
  @Field(number({ min: 0, max: 86_400 }), {
    default: 300,
    description: 'A stop that nobody explained is a minor one below so many seconds, else a breakdown',
  })
  minor_stop_s!: number;
}

export class ProductionPlanView extends ProductionPlan {
  @Field(integer()) id!: number;
  @Field(text({ format: 'date-time' })) changed_at!: string;
  @Field(text(), { nullable: true, description: 'Who wrote it so' }) changed_by!: string | null;
}

const errors = {
  PLAN_EXISTS: errorReply(
    409,
    'There is a plan from that date on for the same equipment or type: change or remove that one.',
    'detail',
  ),
};

/** Shift calendars with ideal cycles: what OEE is measured against. */
export const productionPlanContract = contract(
  'equipment.production-plan',
  { family: 'techtrack', tag: 'OEE' },
  {
    list: op({
      http: { method: 'GET', path: '/api/production-plans/' },
      reply: listOf(ProductionPlanView),
      access: viewing(),
      summary: 'All production plans',
    }),
    create: op({
      http: { method: 'POST', path: '/api/production-plans/', status: 201 },
      body: ProductionPlan,
      reply: ProductionPlanView,
      access: engineering(),
      errors: {
        ...errors,
        TOO_MANY_PLANS: errorReply(409, 'There are as many plans as may be; remove some.', 'detail'),
      },
      summary: 'Add a production plan: shifts, breaks, holidays, the ideal cycle',
      description:
        'Summer time counts: a night shift is an hour shorter or longer on the days of change. A new calendar or cycle is a new ' +
        'plan with its `valid_from`; what was answered for the days before stays.',
    }),
    get: op({
      http: { method: 'GET', path: '/api/production-plans/{id}/' },
      params: RowParams,
      reply: ProductionPlanView,
      access: viewing(),
      summary: 'One production plan',
    }),
    replace: op({
      http: { method: 'PUT', path: '/api/production-plans/{id}/' },
      params: RowParams,
      body: ProductionPlan,
      reply: ProductionPlanView,
      access: engineering(),
      errors,
      summary: 'Correct a production plan, also for the past',
    }),
    remove: op({
      http: { method: 'DELETE', path: '/api/production-plans/{id}/', status: 204 },
      params: RowParams,
      access: engineering(),
      summary: 'Remove a production plan',
    }),
  },
);
