import { Module } from '@nestjs/common';
import { ApiKeyModule } from '../api-keys/api-key.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { LoginAttemptModule } from '../login-attempts/login-attempt.module.js';
import { PasswordModule } from '../passwords/password.module.js';
import { SessionModule } from '../sessions/session.module.js';
import { AccountLinkService } from './account-link.service.js';
import { AccountLinkStore } from './account-link.store.js';
import { AccountController } from './account.controller.js';
import { AccountService } from './account.service.js';
import { AttendanceActConsumer } from './attendance-act.consumer.js';
import { AttendanceDeedConsumer } from './attendance-deed.consumer.js';
import { AttendanceAccountController } from './attendance-account.controller.js';
import { EyetrackerAccountController } from './eyetracker-account.controller.js';
import { EyetrackerAccountService } from './eyetracker-account.service.js';
import { DeviceConsumer } from './device.consumer.js';
import { CameraConsumer } from './camera.consumer.js';
import { WebhookConsumer } from './webhook.consumer.js';
import { WorkingTimeConsumer } from './working-time.consumer.js';
import { FaceConflictConsumer } from './face-conflict.consumer.js';
import { FaceEvaluationConsumer } from './face-evaluation.consumer.js';
import { FirstAdmin } from './first-admin.service.js';
import { MaintenanceConsumer } from './maintenance.consumer.js';
import { OwnAccountController } from './own-account.controller.js';
import { OwnAccountService } from './own-account.service.js';
import { ProctorxAccountController } from './proctorx-account.controller.js';
import { ProctorxAccountService } from './proctorx-account.service.js';
import { TechtrackAccountController } from './techtrack-account.controller.js';

@Module({
  imports: [ApiKeyModule, AuditModule, DirectoryModule, LoginAttemptModule, PasswordModule, SessionModule],
  controllers: [
    AccountController,
    AttendanceAccountController,
    EyetrackerAccountController,
    OwnAccountController,
    ProctorxAccountController,
    TechtrackAccountController,
  ],
  providers: [
    AccountLinkService,
    AccountLinkStore,
    AccountService,
    AttendanceActConsumer,
    AttendanceDeedConsumer,
    EyetrackerAccountService,
    DeviceConsumer,
    CameraConsumer,
    WebhookConsumer,
    WorkingTimeConsumer,
    FaceConflictConsumer,
    FaceEvaluationConsumer,
    FirstAdmin,
    MaintenanceConsumer,
    OwnAccountService,
    ProctorxAccountService,
  ],
  exports: [AccountLinkService, AccountService, DirectoryModule, FirstAdmin],
})
export class AccountModule {}
