import { type CallContext, parse, ProductionPlan, type ProductionPlanView, weekdays } from '@argus/contracts';
import type { ServiceReplica } from '@argus/testing/services';
import { ProductionPlanController } from '../production/production-plans/production-plan.controller.js';

/** A call without a principal. */
export const anonymous: CallContext = { requestId: 'test', deadline: Infinity };

/** A daily shift from 06:00 to 14:00 UTC with a break at 10:00, 4 s per piece, running above 100 rpm. */
const dayShift = {
  name: 'Day shift',
  time_zone: 'UTC',
  shifts: [
    {
      name: 'Early',
      days: [...weekdays],
      starts: '06:00',
      ends: '14:00',
      breaks: [{ starts: '10:00', ends: '10:30' }],
    },
  ],
  ideal_cycle_s: 4,
  running_above_rpm: 100,
};

export const addPlan = (replica: ServiceReplica, fields: object): Promise<ProductionPlanView> =>
  replica
    .get(ProductionPlanController)
    .create({ body: parse(ProductionPlan, { ...dayShift, ...fields }) }, anonymous);
