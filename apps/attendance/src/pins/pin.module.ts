import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { ActModule } from '../acts/act.module.js';
import { PersonModule } from '../people/person.module.js';
import { PinAttemptRetention } from './pin-attempt-retention.clock.js';
import { PinAttempt } from './pin-attempt.entity.js';
import { PinAttemptStore } from './pin-attempt.store.js';
import { PinCheck } from './pin-check.service.js';
import { PinHasher } from './pin-hasher.service.js';
import { PinController } from './pin.controller.js';
import { Pin } from './pin.entity.js';
import { PinService } from './pin.service.js';
import { PinStore } from './pin.store.js';

@Module({
  imports: [ActModule, Entities.forFeature([Pin, PinAttempt]), PersonModule],
  controllers: [PinController],
  providers: [PinAttemptRetention, PinAttemptStore, PinCheck, PinHasher, PinService, PinStore],
  exports: [PinCheck],
})
export class PinModule {}
