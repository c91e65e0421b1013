import { StoredProductionCount } from './production/production-counts/production-count.entity.js';
import { StoredProductionPlan } from './production/production-plans/production-plan.entity.js';
import { StoredStopExplanation } from './production/stops/stop-explanation.entity.js';
import { StoredStopReason } from './production/stops/stop-reason.entity.js';

/** What OEE is reckoned from, besides the readings. */
export const oeeEntities = [
  StoredProductionCount,
  StoredProductionPlan,
  StoredStopExplanation,
  StoredStopReason,
];
