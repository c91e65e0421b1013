import { contract, errorReply, op, pageOf, PageQuery, RowParams } from '../contract/index.js';
import { operating, viewing } from './rights.js';
import {
  boolean,
  choice,
  datetime,
  Field,
  foreignKey,
  integer,
  list,
  number,
  object,
  record,
  text,
} from '../fields/index.js';
import { type AlarmState, alarmStates } from '../alarms/alarm-state.js';
import { type Severity, severities } from '../alarms/severity.js';
import { DAY_MS } from '../durations.js';

const when = () => text({ format: 'date-time' });

export class AlarmView {
  @Field(integer()) id!: number;
  @Field(integer()) rule!: number;
  @Field(text()) rule_name!: string;
  @Field(integer()) equipment!: number;
  @Field(choice(...alarmStates)) state!: AlarmState;
  @Field(boolean(), { description: 'Whether the equipment is in the condition now, in view or not' })
  active!: boolean;
  @Field(choice(...severities)) severity!: Severity;
  @Field(integer(), { description: 'How often the alarm rose since it was opened' }) breaches!: number;
  @Field(when(), { nullable: true, description: 'When it last rose, in time of measurement' })
  raised_at!: string | null;
  @Field(when(), { nullable: true, description: 'When it last returned, in time of measurement' })
  returned_at!: string | null;
  @Field(when(), { nullable: true }) acknowledged_at!: string | null;
  @Field(text(), { nullable: true }) acknowledged_by!: string | null;
  @Field(when(), { nullable: true, description: 'When a shelved alarm comes back by itself' })
  shelved_until!: string | null;
  @Field(text(), { nullable: true, description: 'Why it is shelved, suppressed or out of service' })
  reason!: string | null;
  @Field(when(), { description: 'When it was recorded' }) opened_at!: string;
  @Field(when(), { nullable: true, description: 'When it was normal again' }) closed_at!: string | null;
}

export class AlarmQuery extends PageQuery {
  @Field(choice(...alarmStates), { optional: true }) state?: AlarmState;
  @Field(boolean(), { optional: true, description: 'Open (not normal yet) or closed' }) open?: boolean;
  @Field(boolean(), { optional: true }) active?: boolean;
  @Field(choice(...severities), { optional: true }) severity?: Severity;
  @Field(integer({ min: 1 }), { optional: true }) equipment?: number;
  @Field(integer({ min: 1 }), { optional: true }) rule?: number;
}

export class AlarmEventView {
  @Field(text(), { description: 'activate, return, escalate, acknowledge, comment, shelve, …' })
  action!: string;
  @Field(choice(...alarmStates)) from_state!: AlarmState;
  @Field(choice(...alarmStates)) to_state!: AlarmState;
  @Field(choice(...severities)) severity!: Severity;
  @Field(when(), { description: 'Time of measurement where the equipment did it' }) at!: string;
  @Field(when()) recorded_at!: string;
  @Field(text(), { nullable: true, description: 'Who; null for the equipment and for timers' })
  username!: string | null;
  @Field(text(), { nullable: true }) comment!: string | null;
}

export class OptionalComment {
  @Field(text({ maxLength: 1000 }), { optional: true, nullable: true }) comment?: string | null;
}
export class Comment {
  @Field(text({ maxLength: 1000 })) comment!: string;
}
export class Reason {
  @Field(text({ maxLength: 1000 })) reason!: string;
}
export class Shelve extends Reason {
  @Field(number({ min: 1, max: 31_536_000 }), {
    description: 'Comes back by itself after so many seconds; the platform has a maximum',
  })
  duration_s!: number;
}

export const preparations = ['shelve', 'suppress', 'remove_from_service'] as const;

export class PrepareAlarm extends Reason {
  @Field(foreignKey()) rule!: number;
  @Field(foreignKey()) equipment!: number;
  @Field(choice(...preparations)) action!: (typeof preparations)[number];
  @Field(number({ min: 1, max: 31_536_000 }), { optional: true, description: 'Needed to shelve' })
  duration_s?: number;
}

export class ReportQuery {
  @Field(datetime(), { description: 'First moment, in time of measurement' }) from!: Date;
  @Field(datetime(), { description: 'End, not included' }) to!: Date;
  @Field(integer({ min: 1, max: 1000 }), { default: 1, description: 'Operators who share the alarms' })
  operators!: number;
  @Field(integer({ min: 1 }), { optional: true }) equipment?: number;
  @Field(integer({ min: 1 }), { optional: true }) rule?: number;
}

export class FloodView {
  @Field(when()) from!: string;
  @Field(when()) to!: string;
  @Field(integer()) alarms!: number;
}

export class AlarmSource {
  @Field(integer()) rule!: number;
  @Field(integer()) equipment!: number;
  @Field(integer()) alarms!: number;
}
export class BadActor extends AlarmSource {
  @Field(number(), { description: 'Of all alarms, 0 to 1' }) share!: number;
}
export class Chattering extends AlarmSource {
  @Field(integer()) most_per_minute!: number;
}
export class StaleAlarm extends AlarmSource {
  @Field(when()) since!: string;
}
export class SeverityShare {
  @Field(integer()) alarms!: number;
  @Field(number()) share!: number;
  @Field(number({ min: 0, max: 1 }), { nullable: true, description: 'What EEMUA 191 recommends' })
  recommended_share!: number | null;
}

/** A longer range of a report or back-test is refused: ten years. */
export const MAX_RANGE_MS = 3653 * DAY_MS;

export const rangeErrors = {
  RANGE_REVERSED: errorReply(400, 'to must be after from.', 'to'),
  RANGE_TOO_LONG: errorReply(400, 'The range may be ten years at most.', 'to'),
};

/** The figures of EEMUA 191 and ISA-18.2; rates and peaks per operator. */
export class AlarmReport {
  @Field(when()) from!: string;
  @Field(when()) to!: string;
  @Field(integer()) operators!: number;
  @Field(integer()) alarms!: number;
  @Field(number()) per_ten_minutes!: number;
  @Field(number()) per_hour!: number;
  @Field(number()) per_day!: number;
  @Field(number()) peak_minute!: number;
  @Field(number()) peak_ten_minutes!: number;
  @Field(number()) peak_hour!: number;
  @Field(number(), { description: 'Share of ten-minute intervals with at most one alarm' })
  manageable_share!: number;
  @Field(number()) flood_share_of_time!: number;
  @Field(list(object(FloodView)), {
    description: 'From 10 alarms in ten minutes until fewer than 5; the first 100',
  })
  floods!: FloodView[];
  @Field(integer(), { description: 'Floods beyond those listed' }) floods_left_out!: number;
  @Field(list(object(BadActor)), { description: 'The ten that rose most often' }) bad_actors!: BadActor[];
  @Field(list(object(Chattering)), { description: 'Three times or more in a minute; the worst ten' })
  chattering!: Chattering[];
  @Field(integer(), { description: 'Returned within ten seconds' }) fleeting!: number;
  @Field(list(object(StaleAlarm)), { description: 'Active for more than a day at the end; the oldest ten' })
  stale!: StaleAlarm[];
  @Field(record(object(SeverityShare))) by_severity!: Record<string, SeverityShare>;
}

const refused = errorReply(
  409,
  'The alarm is in a state that does not allow this; look at its state and history.',
  'detail',
);
const errors = { ALARM_STATE: refused };
const act = <B>(name: string, summary: string, body: new () => B, creates = false) =>
  op({
    http: { method: 'POST', path: `/api/alarms/{id}/${name}/` },
    params: RowParams,
    body,
    reply: AlarmView,
    access: operating(),
    creates,
    errors,
    summary,
  });

/** Alarms after ISA-18.2 and OPC UA Part 9. */
export const alarmContract = contract(
  'equipment.alarm',
  { family: 'techtrack', tag: 'Alarm' },
  {
    list: op({
      http: { method: 'GET', path: '/api/alarms/' },
      query: AlarmQuery,
      reply: pageOf(AlarmView),
      access: viewing(),
      summary: 'Alarms, newest first, including shelved and suppressed ones',
    }),
    prepare: op({
      http: { method: 'POST', path: '/api/alarms/', status: 201 },
      body: PrepareAlarm,
      reply: AlarmView,
      access: operating(),
      errors,
      summary:
        'Shelve, suppress or take out of service the alarm of a rule and equipment, even before it is raised',
    }),
    report: op({
      http: { method: 'GET', path: '/api/alarms/report/' },
      query: ReportQuery,
      reply: AlarmReport,
      access: viewing(),
      limit: 'reports',
      errors: {
        ...rangeErrors,
        TOO_MANY_ALARMS: errorReply(
          400,
          'More than 200000 alarms rose in this range; ask for a shorter one.',
          'from',
        ),
      },
      summary: 'Alarm report: rates per operator, floods, bad actors (EEMUA 191)',
    }),
    get: op({
      http: { method: 'GET', path: '/api/alarms/{id}/' },
      params: RowParams,
      reply: AlarmView,
      access: viewing(),
      summary: 'One alarm',
    }),
    history: op({
      http: { method: 'GET', path: '/api/alarms/{id}/history/' },
      params: RowParams,
      query: PageQuery,
      reply: pageOf(AlarmEventView),
      access: viewing(),
      summary: 'History of an alarm, newest first',
    }),
    acknowledge: act('acknowledge', 'Acknowledge an alarm', OptionalComment),
    comment: act('comment', 'Add a comment to the history of an alarm', Comment, true),
    reset: act('reset', 'Reset a latched alarm', OptionalComment),
    shelve: act('shelve', 'Shelve an alarm for a limited time', Shelve),
    unshelve: act('unshelve', 'Unshelve an alarm', OptionalComment),
    suppress: act('suppress', 'Suppress an alarm by design', Reason),
    unsuppress: act('unsuppress', 'Unsuppress an alarm', OptionalComment),
    removeFromService: act('remove-from-service', 'Take an alarm out of service', Reason),
    returnToService: act('return-to-service', 'Return an alarm to service', OptionalComment),
  },
);
