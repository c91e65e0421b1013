import { contract, errorReply, op, RowParams } from '../contract/index.js';
import { engineering, viewing } from './rights.js';
import { choice, datetime, Field, integer, list, number, object, opaqueText, text } from '../fields/index.js';
import { AlarmReport, rangeErrors } from './alarm.contract.js';
import { type Severity, severities } from '../alarms/severity.js';
import { RuleDefinition } from './rule-definition.js';
import type { Instant } from '../instant.js';

const when = () => text({ format: 'date-time' });

export class BackTestRequest {
  @Field(datetime(), { description: 'Start of the readings, included' }) from!: Instant;
  @Field(datetime(), { description: 'End of the readings, not included' }) to!: Instant;
  @Field(integer({ min: 1 }), {
    optional: true,
    nullable: true,
    description: 'Only this equipment; default: all equipment of the rule',
  })
  equipment?: number | null;
  @Field(object(RuleDefinition), {
    optional: true,
    nullable: true,
    description: 'A draft of the rule; default: the rule as it is now',
  })
  definition?: RuleDefinition | null;
  @Field(integer({ min: 1, max: 1000 }), {
    default: 1,
    description: 'Number of operators who share the alarms',
  })
  operators!: number;
}

export class BackTestAlarm {
  @Field(integer()) equipment!: number;
  @Field(when()) raised_at!: string;
  @Field(when(), { nullable: true, description: 'Null if it is still active at the end of the range' })
  returned_at!: string | null;
  @Field(choice(...severities)) severity!: Severity;
  @Field(choice(...severities)) peak_severity!: Severity;
}

/** The alarms that the rule would have raised, compared with the recorded ones. */
export class BackTestResult {
  @Field(integer()) readings!: number;
  @Field(object(AlarmReport)) report!: AlarmReport;
  @Field(list(object(BackTestAlarm)), {
    description: 'The first thousand, in the order in which they were raised',
  })
  alarms!: BackTestAlarm[];
  @Field(integer(), { description: 'Number of alarms that are not listed' }) alarms_left_out!: number;
  @Field(integer(), { description: 'Number of recorded alarms of the rule in the same range and equipment' })
  recorded_alarms!: number;
  @Field(integer(), {
    description: 'Number of listed and unlisted alarms that were recorded at the same moment',
  })
  also_recorded!: number;
}

export const backTestStatuses = ['queued', 'running', 'completed', 'failed'] as const;
export type BackTestStatus = (typeof backTestStatuses)[number];

export class BackTestView {
  @Field(text({ format: 'uuid' })) id!: string;
  @Field(integer()) rule!: number;
  @Field(choice(...backTestStatuses)) status!: BackTestStatus;
  @Field(number(), { description: 'Share of the readings evaluated so far, 0 to 1' }) progress!: number;
  @Field(object(BackTestResult), { nullable: true }) result!: BackTestResult | null;
  @Field(text(), { nullable: true, description: 'Why it failed' }) problem!: string | null;
}

export class BackTestParams {
  @Field(opaqueText({ maxLength: 36 }), { example: '7d444840-9dc0-41d1-b245-5ffdce74fad2' }) id!: string;
}

/** Evaluates a rule on stored readings, with the code that evaluates live ones. */
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
        QUEUE_FULL: errorReply(503, 'Too many back-tests are waiting; try again later.', 'detail'),
      },
      summary: 'Back-test a rule, or a draft of it, on stored readings',
      description: 'Read its progress at /api/back-tests/{id}/. The result is kept for a week.',
    }),
    get: op({
      http: { method: 'GET', path: '/api/back-tests/{id}/' },
      params: BackTestParams,
      reply: BackTestView,
      access: viewing(),
      summary: 'Read the progress and result of a back-test',
    }),
  },
);
