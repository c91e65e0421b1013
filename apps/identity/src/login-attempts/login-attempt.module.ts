import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { LoginCounter } from './login-counter.entity.js';
import { LoginCounterStore } from './login-counter.store.js';
import { LoginGuard } from './login-guard.service.js';
import { StrangerShare } from './stranger-share.service.js';

@Module({
  imports: [Entities.forFeature([LoginCounter])],
  providers: [LoginCounterStore, LoginGuard, StrangerShare],
  exports: [LoginGuard, StrangerShare],
})
export class LoginAttemptModule {}
