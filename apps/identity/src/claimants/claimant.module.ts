import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module.js';
import { LoginAttemptModule } from '../login-attempts/login-attempt.module.js';
import { SessionModule } from '../sessions/session.module.js';
import { ClaimantController } from './claimant.controller.js';
import { ClaimantService } from './claimant.service.js';

@Module({
  imports: [DirectoryModule, LoginAttemptModule, SessionModule],
  controllers: [ClaimantController],
  providers: [ClaimantService],
})
export class ClaimantModule {}
