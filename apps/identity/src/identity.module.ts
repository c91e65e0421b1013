import { Module } from '@nestjs/common';
import { AccountLinkService } from './accounts/account-link.service.js';
import { AccountController } from './accounts/account.controller.js';
import { AccountDirectory } from './accounts/account.directory.js';
import { AccountService } from './accounts/account.service.js';
import { AttendanceAccountController } from './accounts/attendance-account.controller.js';
import { EyetrackerAccountController } from './accounts/eyetracker-account.controller.js';
import { EyetrackerAccountService } from './accounts/eyetracker-account.service.js';
import { FaceEnrolledConsumer } from './accounts/face-enrolled.consumer.js';
import { FirstAdmin } from './accounts/first-admin.js';
import { OwnAccountController } from './accounts/own-account.controller.js';
import { OwnAccountService } from './accounts/own-account.service.js';
import { ProctorxAccountController } from './accounts/proctorx-account.controller.js';
import { ProctorxAccountService } from './accounts/proctorx-account.service.js';
import { TechtrackAccountController } from './accounts/techtrack-account.controller.js';
import { ApiKeyController } from './api-keys/api-key.controller.js';
import { ApiKeyService } from './api-keys/api-key.service.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditLog } from './audit/audit-log.js';
import { AuditVerifier } from './audit/audit-verifier.js';
import { IdentityLifecycle } from './identity.lifecycle.js';
import { LoginGuard } from './login-attempts/login-guard.js';
import { CredentialCheck } from './passwords/credential-check.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { PasswordPolicy } from './passwords/password-policy.js';
import { AccessTokenService } from './sessions/access-token.service.js';
import { AttendanceSessionController } from './sessions/attendance-session.controller.js';
import { OwnSessionService } from './sessions/own-session.service.js';
import { RefreshService } from './sessions/refresh.service.js';
import { RevocationService } from './sessions/revocation.service.js';
import { SessionRetention } from './sessions/session-retention.js';
import { SessionService } from './sessions/session.service.js';
import { TechtrackTokenController } from './sessions/techtrack-token.controller.js';
import { SigningKeyService } from './signing-keys/signing-key.service.js';
import { AccountLinkStore } from './accounts/account-link.store.js';
import { AccountListStore } from './accounts/account-list.store.js';
import { AccountStore } from './accounts/account.store.js';
import { ApiKeyStore } from './api-keys/api-key.store.js';
import { AuditStore } from './audit/audit.store.js';
import { LoginCounterStore } from './login-attempts/login-counter.store.js';
import { RefreshTokenStore } from './sessions/refresh-token.store.js';
import { RevocationStore } from './sessions/revocation.store.js';
import { SessionStore } from './sessions/session.store.js';
import { SigningKeyStore } from './signing-keys/signing-key.store.js';
import { TokenTrustController } from './trust/token-trust.controller.js';

/** Accounts of all families, passwords, sessions, API keys, the keys of access tokens, and the audit. */
@Module({
  providers: [
    AccessTokenService,
    AccountController,
    AccountDirectory,
    AccountLinkService,
    AccountLinkStore,
    AccountListStore,
    AccountService,
    AccountStore,
    ApiKeyController,
    ApiKeyService,
    ApiKeyStore,
    AttendanceAccountController,
    AttendanceSessionController,
    AuditController,
    AuditLog,
    AuditStore,
    AuditVerifier,
    CredentialCheck,
    EyetrackerAccountController,
    EyetrackerAccountService,
    FaceEnrolledConsumer,
    FirstAdmin,
    IdentityLifecycle,
    LoginCounterStore,
    LoginGuard,
    OwnAccountController,
    OwnAccountService,
    OwnSessionService,
    PasswordHasher,
    PasswordPolicy,
    ProctorxAccountController,
    ProctorxAccountService,
    RefreshService,
    RefreshTokenStore,
    RevocationService,
    RevocationStore,
    SessionRetention,
    SessionService,
    SessionStore,
    SigningKeyService,
    SigningKeyStore,
    TechtrackAccountController,
    TechtrackTokenController,
    TokenTrustController,
  ],
})
export class IdentityModule {}
