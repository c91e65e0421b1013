import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { AttendanceReportController } from './attendance-report.controller.js';
import { AttendanceReportService } from './attendance-report.service.js';
import { KnownReport } from './content/known-report.entity.js';
import { KnownReportStore } from './content/known-report.store.js';
import { ReportContentService } from './content/report-content.service.js';
import { ReportContentStore } from './content/report-content.store.js';
import { ReportFiles } from './files/report-files.service.js';
import { ReportJob } from './jobs/report-job.entity.js';
import { ReportJobService } from './jobs/report-job.service.js';
import { ReportJobStore } from './jobs/report-job.store.js';
import { ReportRetention } from './jobs/report-retention.clock.js';
import { ReportWorker } from './jobs/report.worker.js';
import { ShiftRatesModule } from '../working-time/rates/shift-rates.module.js';
import { PatternService } from './pattern.service.js';
import { PatternStore } from './pattern.store.js';
import { ReportController } from './report.controller.js';

@Module({
  imports: [Entities.forFeature([KnownReport, ReportJob]), ShiftRatesModule],
  controllers: [AttendanceReportController, ReportController],
  providers: [
    AttendanceReportService,
    KnownReportStore,
    PatternService,
    PatternStore,
    ReportContentService,
    ReportContentStore,
    ReportFiles,
    ReportJobService,
    ReportJobStore,
    ReportRetention,
    ReportWorker,
  ],
  exports: [PatternStore],
})
export class ReportModule {}
