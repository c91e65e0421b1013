import { contract, errorReply, op, RowParams } from '../contract/index.js';
import { engineering, viewing } from './rights.js';
import { choice, datetime, Field, integer, list, number, object, text } from '../fields/index.js';
import { AlarmReport, rangeErrors } from './alarm.contract.js';
import { type Severity, severities } from '../alarms/severity.js';
import { RuleDefinition } from './rule-definition.js';

const when = () => text({ format: 'date-time' });

export class BackTestRequest {
  @Field(datetime(), { description: 'First measurement' }) from!: Date;
  @Field(datetime(), { description: 'End, not included' }) to!: Date;
  @Field(integer({ min: 1 }), {
    optional: true,
    nullable: true,
    description: 'Only this equipment; all that the rule is for unless stated',
  })
  equipment?: number | null;
  @Field(object(RuleDefinition), {
    optional: true,
    nullable: true,
    description: 'What the rule would say; unless stated, what it says now',
  })
  definition?: RuleDefinition | null;
  @Field(integer({ min: 1, max: 1000 }), { default: 1, description: 'Operators who share the alarms' })
  operators!: number;
}

export class BackTestAlarm {
  @Field(integer()) equipment!: number;
  @Field(when()) raised_at!: string;
  @Field(when(), { nullable: true, description: 'Null: still active at the end of the range' })
  returned_at!: string | null;
  @Field(choice(...severities)) severity!: Severity;
  @Field(choice(...severities)) peak_severity!: Severity;
}

/** The alarms that would have been beside those that were. */
export class BackTestResult {
  @Field(integer()) readings!: number;
  @Field(object(AlarmReport)) report!: AlarmReport;
  @Field(list(object(BackTestAlarm)), { description: 'The first thousand, in order of rising' })
  alarms!: BackTestAlarm[];
  @Field(integer(), { description: 'Alarms beyond those listed' }) alarms_left_out!: number;
  @Field(integer(), { description: 'Alarms of the rule that rose in the range and equipment in fact' })
  recorded_alarms!: number;
  @Field(integer(), { description: 'Rose at the same moment in fact' }) also_recorded!: number;
}

export const backTestStatuses = ['queued', 'running', 'completed', 'failed'] as const;
export type BackTestStatus = (typeof backTestStatuses)[number];

export class BackTestView {
  @Field(text({ format: 'uuid' })) id!: string;
  @Field(integer()) rule!: number;
  @Field(choice(...backTestStatuses)) status!: BackTestStatus;
  @Field(number(), { description: '0 to 1, of the readings' }) progress!: number;
  @Field(object(BackTestResult), { nullable: true }) result!: BackTestResult | null;
  @Field(text(), { nullable: true, description: 'Why it failed' }) problem!: string | null;
}

export class BackTestParams {
  @Field(text({ maxLength: 36 })) id!: string;
}

/** Puts a rule to stored readings by the code that evaluates live ones. */
export const backTestContract = contract(
  'equipment.back-test',
  { family: 'techtrack', tag: 'Alarm rule' },
  {
    start: op({
      http: { method: 'POST', path: '/api/rules/{id}/back-test/', status: 202 },
      params: RowParams,
      body: BackTestRequest,
      reply: BackTestView,
      access: engineering(),
      limit: 'reports',
      errors: {
        ...rangeErrors,
        QUEUE_FULL: errorReply(503, 'Too many back-tests wait; try again later.', 'detail'),
      },
      summary: 'Back-test a rule or a draft of one on stored readings',
      description: 'Follow it at /api/back-tests/{id}/. The result is kept for a week.',
    }),
    get: op({
      http: { method: 'GET', path: '/api/back-tests/{id}/' },
      params: BackTestParams,
      reply: BackTestView,
      access: viewing(),
      summary: 'Progress and result of a back-test',
    }),
  },
);
