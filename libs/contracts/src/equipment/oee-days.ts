import { errorReply } from '../contract/index.js';
import { date, Field } from '../fields/index.js';

export const MAX_OEE_DAYS = 31;

export class OeeQuery {
  @Field(date(), {
    optional: true,
    description: 'First date on which a shift starts; six days before `to` unless stated',
  })
  from?: string;
  @Field(date(), {
    optional: true,
    description: 'Last one, included; today in the time zone of the plan unless stated',
  })
  to?: string;
}

export const oeeErrors = {
  RANGE_REVERSED: errorReply(400, 'to must not be before from.', 'to'),
  RANGE_TOO_LONG: errorReply(400, `Ask for ${MAX_OEE_DAYS} days at most.`, 'to'),
  NO_PLAN: errorReply(
    409,
    'No production plan applies to this equipment on these days: add one at /api/production-plans/.',
    'detail',
  ),
  TOO_MANY_CHANGES: errorReply(
    409,
    'Its speed crosses running_above_rpm more than 50000 times in a shift: take another threshold.',
    'detail',
  ),
};
