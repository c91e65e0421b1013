import { Module } from '@nestjs/common';
import { AlarmModule } from './alarms/alarms/alarm.module.js';
import { BackTestModule } from './alarms/back-tests/back-test.module.js';
import { RuleModule } from './alarms/rules/rule.module.js';
import { SeriesModule } from './history/series/series.module.js';
import { TrendModule } from './history/trends/trend.module.js';
import { BatchModule } from './ingest/batches/batch.module.js';
import { DeviceModule } from './ingest/devices/device.module.js';
import { MeasurementModule } from './measurements/measurement.module.js';
import { OeeModule } from './production/oee/oee.module.js';
import { RetentionModule } from './retention/retention.module.js';

@Module({
  imports: [
    AlarmModule,
    BackTestModule,
    BatchModule,
    DeviceModule,
    MeasurementModule,
    OeeModule,
    RetentionModule,
    RuleModule,
    SeriesModule,
    TrendModule,
  ],
})
export class EquipmentModule {}
