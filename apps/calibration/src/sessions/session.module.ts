import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { Sample } from './sample.entity.js';
import { SampleService } from './sample.service.js';
import { SampleStore } from './sample.store.js';
import { SessionController } from './session.controller.js';
import { Session } from './session.entity.js';
import { SessionService } from './session.service.js';
import { SessionStore } from './session.store.js';

@Module({
  imports: [Entities.forFeature([Session, Sample])],
  controllers: [SessionController],
  providers: [SampleService, SampleStore, SessionService, SessionStore],
  exports: [SampleService, SampleStore, SessionService, SessionStore],
})
export class SessionModule {}
