import {
  alarmContract,
  alertContract,
  backTestContract,
  equipmentContract,
  measurementContract,
  oeeContract,
  productionCountContract,
  productionPlanContract,
  readingBatchContract,
  readingContract,
  ruleContract,
  seriesContract,
  stopContract,
  stopReasonContract,
  trendContract,
} from '@argus/contracts';
import { every, handle, type ServiceDefinition, work } from '@argus/service-kit';
import { alarmEntities } from './alarm.entities.js';
import { AlarmController } from './alarms/alarms/alarm.controller.js';
import { AlertController } from './alarms/alerts/alert.controller.js';
import { Alert } from './alarms/alerts/alert.entity.js';
import { BackTestController } from './alarms/back-tests/back-test.controller.js';
import { backTestQueue } from './alarms/back-tests/back-test.queue.js';
import { BackTestWorker } from './alarms/back-tests/back-test.worker.js';
import { BatchController } from './ingest/batches/batch.controller.js';
import { EquipmentController } from './machines/equipment.controller.js';
import { Equipment } from './machines/equipment.entity.js';
import { EquipmentModule } from './equipment.module.js';
import { equipmentSettings } from './equipment.settings.js';
import { AlarmClock } from './alarms/alarms/alarm-clock.js';
import { Measurement } from './machines/measurement.entity.js';
import { MeasurementController } from './measurements/measurement.controller.js';
import { equipmentMigrations } from './migrations/index.js';
import { OeeController } from './production/oee/oee.controller.js';
import { oeeEntities } from './oee.entities.js';
import { ProductionCountController } from './production/production-counts/production-count.controller.js';
import { ProductionPlanController } from './production/production-plans/production-plan.controller.js';
import { ReadingController } from './ingest/reading.controller.js';
import { ReadingBatch } from './readings/reading-batch.entity.js';
import { RuleController } from './alarms/rules/rule.controller.js';
import { Reading } from './readings/reading.entity.js';
import { PurgeWorker } from './retention/purge.worker.js';
import { purgeQueue, retentionQueue } from './machines/retention.queues.js';
import { RetentionClock } from './retention/retention-clock.js';
import { RetentionWorker } from './retention/retention.worker.js';
import { Rollup } from './readings/rollups/rollup.entity.js';
import { SeriesController } from './history/series/series.controller.js';
import { StopReasonController } from './production/stops/stop-reason.controller.js';
import { StopController } from './production/oee/stop.controller.js';
import { TrendController } from './history/trends/trend.controller.js';

/** TechTrack: equipment, its readings and alerts. */
export const equipmentService: ServiceDefinition = {
  name: 'equipment',
  schema: 'equipment',
  module: EquipmentModule,
  settings: equipmentSettings,
  entities: [Equipment, Measurement, Reading, ReadingBatch, Rollup, Alert, ...alarmEntities, ...oeeEntities],
  migrations: equipmentMigrations,
  handlers: [
    handle(equipmentContract, EquipmentController),
    handle(measurementContract, MeasurementController),
    handle(readingContract, ReadingController),
    handle(readingBatchContract, BatchController),
    handle(seriesContract, SeriesController),
    handle(trendContract, TrendController),
    handle(productionPlanContract, ProductionPlanController),
    handle(productionCountContract, ProductionCountController),
    handle(stopReasonContract, StopReasonController),
    handle(stopContract, StopController),
    handle(oeeContract, OeeController),
    handle(alertContract, AlertController),
    handle(ruleContract, RuleController),
    handle(alarmContract, AlarmController),
    handle(backTestContract, BackTestController),
  ],
  consumers: [],
  workers: [
    work(backTestQueue, BackTestWorker),
    work(retentionQueue, RetentionWorker),
    work(purgeQueue, PurgeWorker),
  ],
  periodic: [
    every(500, 'let time pass for alarms', AlarmClock, 'tick'),
    every(3_600_000, 'send the job of retention', RetentionClock, 'send'),
  ],
};
