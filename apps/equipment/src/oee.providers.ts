import { OeeController } from './production/oee/oee.controller.js';
import { OeeService } from './production/oee/oee.service.js';
import { RunningStateStore } from './production/oee/running-state.store.js';
import { ProductionCountController } from './production/production-counts/production-count.controller.js';
import { ProductionCountService } from './production/production-counts/production-count.service.js';
import { ProductionCountStore } from './production/production-counts/production-count.store.js';
import { ProductionPlanController } from './production/production-plans/production-plan.controller.js';
import { ProductionPlanService } from './production/production-plans/production-plan.service.js';
import { ProductionPlanStore } from './production/production-plans/production-plan.store.js';
import { StopExplanationService } from './production/stops/stop-explanation.service.js';
import { StopExplanationStore } from './production/stops/stop-explanation.store.js';
import { StopReasonController } from './production/stops/stop-reason.controller.js';
import { StopReasonService } from './production/stops/stop-reason.service.js';
import { StopReasonStore } from './production/stops/stop-reason.store.js';
import { StopController } from './production/oee/stop.controller.js';

/** Production plans, counts, stops and what is reckoned from them. */
export const oeeProviders = [
  OeeController,
  OeeService,
  ProductionCountController,
  ProductionCountService,
  ProductionCountStore,
  ProductionPlanController,
  ProductionPlanService,
  ProductionPlanStore,
  RunningStateStore,
  StopController,
  StopExplanationService,
  StopExplanationStore,
  StopReasonController,
  StopReasonService,
  StopReasonStore,
];
