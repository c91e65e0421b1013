import { Module } from '@nestjs/common';
import { ReportModule } from '../reports/report.module.js';
import { SystemModule } from '../system/system.module.js';
import { AnalyticsController } from './analytics.controller.js';
import { AnalyticsService } from './analytics.service.js';
import { OccupancyStore } from './occupancy.store.js';

@Module({
  imports: [ReportModule, SystemModule],
  controllers: [AnalyticsController],
  providers: [AnalyticsService, OccupancyStore],
})
export class AnalyticsModule {}
