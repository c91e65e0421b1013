import {
  accountContract,
  apiKeyContract,
  apiKeyTrustContract,
  attendanceAccountsContract,
  attendanceSelfContract,
  attendanceSessionContract,
  auditContract,
  eyetrackerAccountsContract,
  eyetrackerSelfContract,
  faceEnrolled,
  faceRevoked,
  MINUTE_MS,
  proctorxAccountsContract,
  proctorxSelfContract,
  techtrackSelfContract,
  techtrackTokenContract,
  techtrackUsersContract,
  tokenTrustContract,
} from '@argus/contracts';
import { consume, every, handle, type ServiceDefinition } from '@argus/service-kit';
import { AccountController } from './accounts/account.controller.js';
import { Account } from './accounts/account.entity.js';
import { AttendanceAccountController } from './accounts/attendance-account.controller.js';
import { EyetrackerAccountController } from './accounts/eyetracker-account.controller.js';
import { FaceEnrolledConsumer } from './accounts/face-enrolled.consumer.js';
import { OwnAccountController } from './accounts/own-account.controller.js';
import { ProctorxAccountController } from './accounts/proctorx-account.controller.js';
import { TechtrackAccountController } from './accounts/techtrack-account.controller.js';
import { ApiKeyController } from './api-keys/api-key.controller.js';
import { ApiKey } from './api-keys/api-key.entity.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditEvent } from './audit/audit-event.entity.js';
import { AuditHead } from './audit/audit-head.entity.js';
import { LoginCounter } from './login-attempts/login-counter.entity.js';
import { AttendanceSessionController } from './sessions/attendance-session.controller.js';
import { SessionRetention } from './sessions/session-retention.js';
import { RefreshToken } from './sessions/refresh-token.entity.js';
import { Revocation } from './sessions/revocation.entity.js';
import { Session } from './sessions/session.entity.js';
import { TechtrackTokenController } from './sessions/techtrack-token.controller.js';
import { SigningKey } from './signing-keys/signing-key.entity.js';
import { SigningKeyService } from './signing-keys/signing-key.service.js';
import { TokenTrustController } from './trust/token-trust.controller.js';
import { sealingLabel } from './sealing-label.js';
import { IdentityLifecycle } from './identity.lifecycle.js';
import { IdentityModule } from './identity.module.js';
import { identitySettings } from './identity.settings.js';
import { identityMigrations } from './migrations/index.js';

/** Accounts of all families, their sessions and keys, and the audit. */
export const identityService: ServiceDefinition = {
  name: 'identity',
  schema: 'identity',
  sealingLabel,
  module: IdentityModule,
  settings: identitySettings,
  entities: [
    Account,
    ApiKey,
    AuditEvent,
    AuditHead,
    LoginCounter,
    RefreshToken,
    Revocation,
    Session,
    SigningKey,
  ],
  migrations: identityMigrations,
  handlers: [
    handle(eyetrackerAccountsContract, EyetrackerAccountController),
    handle(techtrackTokenContract, TechtrackTokenController),
    handle(techtrackUsersContract, TechtrackAccountController),
    handle(proctorxAccountsContract, ProctorxAccountController),
    handle(attendanceSessionContract, AttendanceSessionController),
    handle(attendanceAccountsContract, AttendanceAccountController),
    handle(eyetrackerSelfContract, OwnAccountController),
    handle(techtrackSelfContract, OwnAccountController),
    handle(attendanceSelfContract, OwnAccountController),
    handle(proctorxSelfContract, OwnAccountController),
    handle(apiKeyContract, ApiKeyController),
    handle(accountContract, AccountController),
    handle(apiKeyTrustContract, ApiKeyController),
    handle(tokenTrustContract, TokenTrustController),
    handle(auditContract, AuditController),
  ],
  consumers: [
    consume(faceEnrolled, FaceEnrolledConsumer, 'note'),
    consume(faceRevoked, FaceEnrolledConsumer, 'forget'),
  ],
  workers: [],
  /* A failure is the next turn's to mend: keys are made weeks ahead. */
  periodic: [
    every(MINUTE_MS, 'maintain signing keys', SigningKeyService, 'maintain'),
    every(60 * MINUTE_MS, 'forget old sessions', SessionRetention, 'sweep'),
    every(60 * MINUTE_MS, 'note the end of the audit', IdentityLifecycle, 'noteAuditHead'),
  ],
};
