import { contract, errorReply, op, pageOf, PageQuery, RowParams } from '../contract/index.js';
import { FollowQuery } from './follow-query.js';
import { operating, viewing } from './rights.js';
import {
  boolean,
  choice,
  code,
  datetime,
  Field,
  foreignKey,
  freeText,
  integer,
  list,
  number,
  object,
  record,
  text,
} from '../fields/index.js';
import { type AlarmEventAction, alarmEventActions } from '../alarms/alarm-event-action.js';
import { type AlarmState, alarmStates } from '../alarms/alarm-state.js';
import { type Severity, severities } from '../alarms/severity.js';
import { DAY_MS } from '../durations.js';
import type { Instant } from '../instant.js';

const when = () => text({ format: 'date-time' });

export class AlarmView {
  @Field(integer()) id!: number;
  @Field(integer()) rule!: number;
  @Field(text()) rule_name!: string;
  @Field(integer()) equipment!: number;
  @Field(choice(...alarmStates)) state!: AlarmState;
  @Field(boolean(), {
    description: 'Whether the condition holds now, even if the alarm is shelved or suppressed',
  })
  active!: boolean;
  @Field(choice(...severities)) severity!: Severity;
  @Field(integer(), { description: 'How often the alarm was raised since it was opened' }) breaches!: number;
  @Field(when(), { nullable: true, description: 'When it was last raised, in event time' })
  raised_at!: string | null;
  @Field(when(), { nullable: true, description: 'When it last returned to normal, in event time' })
  returned_at!: string | null;
  @Field(when(), { nullable: true }) acknowledged_at!: string | null;
  @Field(text(), { nullable: true }) acknowledged_by!: string | null;
  @Field(when(), { nullable: true, description: 'When shelving ends by itself' })
  shelved_until!: string | null;
  @Field(text(), {
    nullable: true,
    description: 'Why it is shelved, suppressed or out of service',
    example: 'Maintenance',
  })
  reason!: string | null;
  @Field(when(), { description: 'When it was opened, by the server’s clock' }) opened_at!: string;
  @Field(when(), { nullable: true, description: 'When it was closed as normal' }) closed_at!: string | null;
}

export class AlarmQuery extends PageQuery {
  @Field(choice(...alarmStates), { optional: true }) state?: AlarmState;
  @Field(boolean(), { optional: true, description: 'Only open alarms (not normal yet), or only closed ones' })
  open?: boolean;
  @Field(boolean(), {
    optional: true,
    description: 'Only alarms whose condition holds now, or only those whose condition does not',
  })
  active?: boolean;
  @Field(choice(...severities), { optional: true }) severity?: Severity;
  @Field(integer({ min: 1 }), { optional: true }) equipment?: number;
  @Field(integer({ min: 1 }), { optional: true }) rule?: number;
}

export class AlarmEventView {
  @Field(code(...alarmEventActions), { description: 'What happened' }) action!: string;
  @Field(choice(...alarmStates)) from_state!: AlarmState;
  @Field(choice(...alarmStates)) to_state!: AlarmState;
  @Field(choice(...severities)) severity!: Severity;
  @Field(when(), { description: 'Event time for changes by readings, else the server’s clock' }) at!: string;
  @Field(when()) recorded_at!: string;
  @Field(text(), { nullable: true, description: 'Who did it; null for readings and timers' })
  username!: string | null;
  @Field(text(), { nullable: true }) comment!: string | null;
}

export class AlarmFeedEvent extends AlarmEventView {
  @Field(integer(), { description: 'The alarm that changed' }) alarm!: number;
  @Field(integer()) rule!: number;
  @Field(text()) rule_name!: string;
  @Field(integer()) equipment!: number;
}

export class FollowAlarmsQuery extends FollowQuery {
  @Field(integer({ min: 1 }), { optional: true, description: 'Only alarms of this equipment' })
  equipment?: number;
  @Field(integer({ min: 1 }), { optional: true, description: 'Only alarms of this rule' }) rule?: number;
  @Field(choice(...severities), { optional: true, description: 'Only this severity and higher ones' })
  severity?: Severity;
  @Field(choice(...alarmEventActions), { optional: true, description: 'Only this action' })
  action?: AlarmEventAction;
}

/** Equipment that was removed, and its alarms with it. */
export class RemovedAlarms {
  @Field(integer(), { description: 'The equipment whose alarms are all gone' }) equipment!: number;
}

export class FollowedAlarms {
  @Field(text()) cursor!: string;
  @Field(list(object(RemovedAlarms)), {
    optional: true,
    description:
      'Equipment that was removed; absent if there is none. The event stream has it in an event of the name `removed`',
  })
  removed?: RemovedAlarms[];
  @Field(list(object(AlarmFeedEvent))) events!: AlarmFeedEvent[];
}

export class OptionalComment {
  @Field(freeText({ maxLength: 1000 }), { optional: true, nullable: true }) comment?: string | null;
}
export class Comment {
  @Field(freeText({ maxLength: 1000 })) comment!: string;
}
export class Reason {
  @Field(freeText({ maxLength: 1000 }), {
    description: 'Why the alarm is set aside or comes back',
    example: 'Maintenance',
  })
  reason!: string;
}
export class Shelve extends Reason {
  @Field(number({ min: 1, max: 31_536_000 }), {
    description: 'Shelving ends by itself after this many seconds; the platform limits it',
  })
  duration_s!: number;
}

export const preparations = ['shelve', 'suppress', 'remove_from_service'] as const;

export class PrepareAlarm extends Reason {
  @Field(foreignKey()) rule!: number;
  @Field(foreignKey()) equipment!: number;
  @Field(choice(...preparations)) action!: (typeof preparations)[number];
  @Field(number({ min: 1, max: 31_536_000 }), { optional: true, description: 'Required for `shelve`' })
  duration_s?: number;
}

export class ReportQuery {
  @Field(datetime(), { description: 'Start, included, in event time' }) from!: Instant;
  @Field(datetime(), { description: 'End, not included, in event time' }) to!: Instant;
  @Field(integer({ min: 1, max: 1000 }), {
    default: 1,
    description: 'Number of operators who share the alarms',
  })
  operators!: number;
  @Field(integer({ min: 1 }), { optional: true }) equipment?: number;
  @Field(integer({ min: 1 }), { optional: true }) rule?: number;
}

export class FloodView {
  @Field(when()) from!: string;
  @Field(when()) to!: string;
  @Field(integer(), { description: 'How many alarms were raised in the flood' }) alarms!: number;
}

export class AlarmSource {
  @Field(integer()) rule!: number;
  @Field(integer()) equipment!: number;
  @Field(integer(), { description: 'How many alarms the rule raised for the equipment' }) alarms!: number;
}
export class BadActor extends AlarmSource {
  @Field(number(), { description: 'Share of all alarms, 0 to 1' }) share!: number;
}
export class Chattering extends AlarmSource {
  @Field(integer()) most_per_minute!: number;
}
export class StaleAlarm extends AlarmSource {
  @Field(when()) since!: string;
}
export class SeverityShare {
  @Field(integer(), { description: 'How many alarms had this severity' }) alarms!: number;
  @Field(number()) share!: number;
  @Field(number({ min: 0, max: 1 }), { nullable: true, description: 'Share that EEMUA 191 recommends' })
  recommended_share!: number | null;
}

/** Longest range of a report or back-test: ten years. */
export const MAX_RANGE_MS = 3653 * DAY_MS;

export const rangeErrors = {
  RANGE_REVERSED: errorReply(400, 'to must be after from.', 'to'),
  RANGE_TOO_LONG: errorReply(400, 'The range may be ten years at most.', 'to'),
};

/** The figures of EEMUA 191 and ISA-18.2. Rates and peaks are per operator. */
export class AlarmReport {
  @Field(when()) from!: string;
  @Field(when(), {
    description: 'End of the time that has passed',
  })
  to!: string;
  @Field(integer()) operators!: number;
  @Field(integer(), { description: 'How many alarms were raised' }) alarms!: number;
  @Field(number(), {
    description:
      'The time that rates and shares of time are over, in hours: the hours of the range in which one of the machines asked for was measured or an alarm rose',
    example: 62.5,
  })
  measured_hours!: number;
  @Field(number()) per_ten_minutes!: number;
  @Field(number()) per_hour!: number;
  @Field(number()) per_day!: number;
  @Field(number()) peak_minute!: number;
  @Field(number()) peak_ten_minutes!: number;
  @Field(number()) peak_hour!: number;
  @Field(number(), { description: 'Share of ten-minute intervals with at most one alarm per operator' })
  manageable_share!: number;
  @Field(number()) flood_share_of_time!: number;
  @Field(list(object(FloodView)), {
    description: 'A flood starts at 10 alarms in ten minutes and ends below 5. The first 100 floods',
  })
  floods!: FloodView[];
  @Field(integer(), { description: 'Number of floods that are not listed' }) floods_left_out!: number;
  @Field(list(object(BadActor)), { description: 'The ten most frequent alarms' }) bad_actors!: BadActor[];
  @Field(list(object(Chattering)), {
    description: 'Alarms raised at least three times in a minute; the worst ten',
  })
  chattering!: Chattering[];
  @Field(integer(), { description: 'Number of alarms that returned within ten seconds' }) fleeting!: number;
  @Field(list(object(StaleAlarm)), {
    description: 'Alarms active for more than a day at the end of the range; the oldest ten',
  })
  stale!: StaleAlarm[];
  @Field(record(object(SeverityShare))) by_severity!: Record<string, SeverityShare>;
}

const refused = errorReply(
  409,
  'The alarm is in a state that does not allow this; look at its state and history.',
  'detail',
);
const errors = { ALARM_STATE: refused };
const action = <B>(name: string, summary: string, body: new () => B, creates = false) =>
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
      summary: 'List alarms, newest first, including shelved and suppressed ones',
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
          'More than 200000 alarms were raised in this range; use a shorter one.',
          'from',
        ),
      },
      summary: 'Read the alarm report: rates per operator, floods, bad actors (EEMUA 191)',
    }),
    follow: op({
      http: { method: 'GET', path: '/api/alarms/live/', follow: 'shared' },
      query: FollowAlarmsQuery,
      reply: FollowedAlarms,
      access: viewing(),
      errors: {
        CURSOR_INVALID: errorReply(
          400,
          'Not a cursor of this feed; leave it out to follow from now on.',
          'cursor',
        ),
        CURSOR_EXPIRED: errorReply(
          410,
          'This cursor is too old. Read the alarms from /api/alarms/, then follow without a cursor.',
          'detail',
        ),
      },
      summary: 'Follow alarms live over an event stream (SSE) or WebSocket',
      description:
        'Every event has entries of the history of alarms and, as its id, a cursor. A client that reconnects with its last ' +
        'cursor gets every entry since then, once. With equipment its alarms are removed: `removed` (of the event stream: the event ' +
        '`removed`) names it. Entries that are deleted by their age are not told. A cursor is valid for a week and for the account that received it.',
    }),
    get: op({
      http: { method: 'GET', path: '/api/alarms/{id}/' },
      params: RowParams,
      reply: AlarmView,
      access: viewing(),
      summary: 'Read an alarm',
    }),
    history: op({
      http: { method: 'GET', path: '/api/alarms/{id}/history/' },
      params: RowParams,
      query: PageQuery,
      reply: pageOf(AlarmEventView),
      access: viewing(),
      summary: 'Read the history of an alarm, newest first',
    }),
    acknowledge: action('acknowledge', 'Acknowledge an alarm', OptionalComment),
    comment: action('comment', 'Add a comment to the history of an alarm', Comment, true),
    reset: action('reset', 'Reset a latched alarm', OptionalComment),
    shelve: action('shelve', 'Shelve an alarm for a limited time', Shelve),
    unshelve: action('unshelve', 'Unshelve an alarm', OptionalComment),
    suppress: action('suppress', 'Suppress an alarm by design', Reason),
    unsuppress: action('unsuppress', 'Unsuppress an alarm', OptionalComment),
    removeFromService: action('remove-from-service', 'Take an alarm out of service', Reason),
    returnToService: action('return-to-service', 'Return an alarm to service', OptionalComment),
  },
);
