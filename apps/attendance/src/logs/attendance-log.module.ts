import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { PersonModule } from '../people/person.module.js';
import { AttendanceLog } from './attendance-log.entity.js';
import { AttendanceLogService } from './attendance-log.service.js';
import { AttendanceLogStore } from './attendance-log.store.js';
import { AttendanceRecorder } from './attendance-recorder.service.js';
import { AttendanceController } from './attendance.controller.js';
import { LogMetrics } from './log-metrics.service.js';
import { LogRetention } from './log-retention.clock.js';
import { SummaryService } from './summary.service.js';
import { SummaryStore } from './summary.store.js';

@Module({
  imports: [PersonModule, Entities.forFeature([AttendanceLog])],
  controllers: [AttendanceController],
  providers: [
    AttendanceLogService,
    AttendanceLogStore,
    AttendanceRecorder,
    LogMetrics,
    LogRetention,
    SummaryService,
    SummaryStore,
  ],
  exports: [AttendanceLogStore, AttendanceRecorder],
})
export class AttendanceLogModule {}
