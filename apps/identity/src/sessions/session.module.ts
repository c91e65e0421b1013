import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { LoginAttemptModule } from '../login-attempts/login-attempt.module.js';
import { PasswordModule } from '../passwords/password.module.js';
import { SigningKeyModule } from '../signing-keys/signing-key.module.js';
import { AccessTokenService } from './access-token.service.js';
import { AttendanceSessionController } from './attendance-session.controller.js';
import { OwnSessionService } from './own-session.service.js';
import { RefreshToken } from './refresh-token.entity.js';
import { RefreshTokenStore } from './refresh-token.store.js';
import { RefreshService } from './refresh.service.js';
import { Revocation } from './revocation.entity.js';
import { RevocationService } from './revocation.service.js';
import { RevocationStore } from './revocation.store.js';
import { Session } from './session.entity.js';
import { SessionService } from './session.service.js';
import { SessionStore } from './session.store.js';
import { TechtrackTokenController } from './techtrack-token.controller.js';

@Module({
  imports: [
    AuditModule,
    DirectoryModule,
    LoginAttemptModule,
    PasswordModule,
    SigningKeyModule,
    Entities.forFeature([RefreshToken, Revocation, Session]),
  ],
  controllers: [AttendanceSessionController, TechtrackTokenController],
  providers: [
    AccessTokenService,
    OwnSessionService,
    RefreshService,
    RefreshTokenStore,
    RevocationService,
    RevocationStore,
    SessionService,
    SessionStore,
  ],
  exports: [
    OwnSessionService,
    RefreshService,
    RefreshTokenStore,
    RevocationService,
    RevocationStore,
    SessionService,
    SessionStore,
  ],
})
export class SessionModule {}
