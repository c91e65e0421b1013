import { errorReply } from '../contract/index.js';
import { date, Field } from '../fields/index.js';

export const MAX_OEE_DAYS = 31;

export class OeeQuery {
  @Field(date(), {
    optional: true,
    description: 'First date, by the start of shifts; default: six days before `to`',
  })
  from?: string;
  @Field(date(), {
    optional: true,
    description:
      'Last date, included; default: today in the time zone of the plan, or `from` if that is later',
  })
  to?: string;
}

export const oeeErrors = {
  RANGE_REVERSED: errorReply(400, 'to must not be before from.', 'to'),
  RANGE_TOO_LONG: errorReply(400, `The range may be ${MAX_OEE_DAYS} days at most.`, 'to'),
  NO_PLAN: errorReply(
    409,
    'No production plan applies to this equipment on these days; add one at /api/production-plans/.',
    'detail',
  ),
  TOO_MANY_CHANGES: errorReply(
    409,
    'The speed crosses running_above_rpm more than 50000 times in a shift; choose another threshold.',
    'detail',
  ),
};
