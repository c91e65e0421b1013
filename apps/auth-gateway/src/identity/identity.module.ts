import { Module } from '@nestjs/common';
import { AccountController } from './accounts/account.controller.js';
import { AccountDirectory } from './accounts/account.directory.js';
import { AccountService } from './accounts/account.service.js';
import { AttendanceAccountController } from './accounts/attendance-account.controller.js';
import { FaceEnrolledConsumer } from './accounts/face-enrolled.consumer.js';
import { FirstAdmin } from './accounts/first-admin.js';
import { IdentityLifecycle } from './identity.lifecycle.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { PasswordPolicy } from './passwords/password-policy.js';
import { AccessTokenService } from './sessions/access-token.service.js';
import { AttendanceSessionController } from './sessions/attendance-session.controller.js';
import { RefreshService } from './sessions/refresh.service.js';
import { RevocationService } from './sessions/revocation.service.js';
import { SessionRetention } from './sessions/session-retention.js';
import { SessionService } from './sessions/session.service.js';
import { SigningKeyService } from './signing-keys/signing-key.service.js';
import { TokenTrustController } from './trust/token-trust.controller.js';

/** Accounts, passwords, sessions and the keys of access tokens. */
@Module({
  providers: [
    AccessTokenService,
    AccountController,
    AccountDirectory,
    AccountService,
    AttendanceAccountController,
    AttendanceSessionController,
    FaceEnrolledConsumer,
    FirstAdmin,
    IdentityLifecycle,
    PasswordHasher,
    PasswordPolicy,
    RefreshService,
    RevocationService,
    SessionRetention,
    SessionService,
    SigningKeyService,
    TokenTrustController,
  ],
})
export class IdentityModule {}
