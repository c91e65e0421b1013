import { OeeController } from './oee/oee.controller.js';
import { OeeService } from './oee/oee.service.js';
import { RunningStateStore } from './oee/running-state.store.js';
import { ProductionCountController } from './production-counts/production-count.controller.js';
import { ProductionCountService } from './production-counts/production-count.service.js';
import { ProductionCountStore } from './production-counts/production-count.store.js';
import { ProductionPlanController } from './production-plans/production-plan.controller.js';
import { ProductionPlanService } from './production-plans/production-plan.service.js';
import { ProductionPlanStore } from './production-plans/production-plan.store.js';
import { StopExplanationService } from './stops/stop-explanation.service.js';
import { StopExplanationStore } from './stops/stop-explanation.store.js';
import { StopReasonController } from './stops/stop-reason.controller.js';
import { StopReasonService } from './stops/stop-reason.service.js';
import { StopReasonStore } from './stops/stop-reason.store.js';
import { StopController } from './stops/stop.controller.js';

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
