import { StoredProductionCount } from './production-counts/production-count.entity.js';
import { StoredProductionPlan } from './production-plans/production-plan.entity.js';
import { StoredStopExplanation } from './stops/stop-explanation.entity.js';
import { StoredStopReason } from './stops/stop-reason.entity.js';

/** What OEE is reckoned from, besides the readings. */
export const oeeEntities = [
  StoredProductionCount,
  StoredProductionPlan,
  StoredStopExplanation,
  StoredStopReason,
];
