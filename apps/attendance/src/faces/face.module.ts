import { Module } from '@nestjs/common';
import { LivenessModule } from '../liveness/liveness.module.js';
import { ConsentModule } from '../consents/consent.module.js';
import { ConflictModule } from '../conflicts/conflict.module.js';
import { AttendanceLogModule } from '../logs/attendance-log.module.js';
import { PersonModule } from '../people/person.module.js';
import { TaskModule } from '../tasks/task.module.js';
import { BulkVerificationProcedure } from './bulk-verification-procedure.service.js';
import { CameraRights } from './camera-rights.service.js';
import { EnrolmentProcedure } from './enrolment-procedure.service.js';
import { FaceRequestService } from './face-request.service.js';
import { FacesMeantPolicy } from './faces-meant-policy.service.js';
import { FaceTaskWorker } from './face-task.worker.js';
import { FaceController } from './face.controller.js';
import { RevocationWorker } from './revocation.worker.js';
import { TaskRetention } from './task-retention.clock.js';
import { VerificationAudit } from './verification-audit.service.js';
import { WaitingEnrolments } from './waiting-enrolments.service.js';
import { VerificationProcedure } from './verification-procedure.service.js';

@Module({
  imports: [AttendanceLogModule, ConflictModule, ConsentModule, LivenessModule, PersonModule, TaskModule],
  controllers: [FaceController],
  providers: [
    CameraRights,
    BulkVerificationProcedure,
    EnrolmentProcedure,
    FaceRequestService,
    FacesMeantPolicy,
    FaceTaskWorker,
    RevocationWorker,
    TaskRetention,
    VerificationAudit,
    WaitingEnrolments,
    VerificationProcedure,
  ],
  exports: [CameraRights],
})
export class FaceModule {}
