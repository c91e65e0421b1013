import { Module } from '@nestjs/common';
import { BulkVerificationProcedure } from './faces/bulk-verification.procedure.js';
import { EnrolmentProcedure } from './faces/enrolment.procedure.js';
import { FaceController } from './faces/face.controller.js';
import { FaceRequestService } from './faces/face-request.service.js';
import { FaceTaskWorker } from './faces/face-task.worker.js';
import { RevocationWorker } from './faces/revocation.worker.js';
import { TaskRetention } from './faces/task-retention.js';
import { VerificationProcedure } from './faces/verification.procedure.js';
import { AttendanceController } from './logs/attendance.controller.js';
import { AttendanceLogService } from './logs/attendance-log.service.js';
import { AttendanceRecorder } from './logs/attendance-recorder.js';
import { LogMetrics } from './logs/log-metrics.js';
import { SummaryService } from './logs/summary.service.js';
import { AccountConsumer } from './people/account.consumer.js';
import { PersonDirectory } from './people/person.directory.js';
import { TaskIntake } from './tasks/task-intake.js';
import { TaskMetrics } from './tasks/task-metrics.js';
import { TaskStore } from './tasks/task.store.js';

@Module({
  providers: [
    AccountConsumer,
    AttendanceController,
    AttendanceLogService,
    AttendanceRecorder,
    BulkVerificationProcedure,
    EnrolmentProcedure,
    FaceController,
    FaceRequestService,
    FaceTaskWorker,
    LogMetrics,
    PersonDirectory,
    RevocationWorker,
    SummaryService,
    TaskIntake,
    TaskMetrics,
    TaskRetention,
    TaskStore,
    VerificationProcedure,
  ],
})
export class AttendanceModule {}
