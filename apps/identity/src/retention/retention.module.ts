import { Module } from '@nestjs/common';
import { ApiKeyModule } from '../api-keys/api-key.module.js';
import { LoginAttemptModule } from '../login-attempts/login-attempt.module.js';
import { SessionModule } from '../sessions/session.module.js';
import { SessionRetention } from './session-retention.clock.js';

@Module({
  imports: [ApiKeyModule, LoginAttemptModule, SessionModule],
  providers: [SessionRetention],
})
export class RetentionModule {}
