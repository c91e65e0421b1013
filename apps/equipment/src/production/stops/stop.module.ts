import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { MachineModule } from '../../machines/machine.module.js';
import { StopExplanation } from './stop-explanation.entity.js';
import { StopExplanationService } from './stop-explanation.service.js';
import { StopExplanationStore } from './stop-explanation.store.js';
import { StopReasonController } from './stop-reason.controller.js';
import { StopReason } from './stop-reason.entity.js';
import { StopReasonService } from './stop-reason.service.js';
import { StopReasonStore } from './stop-reason.store.js';

@Module({
  imports: [MachineModule, Entities.forFeature([StopExplanation, StopReason])],
  controllers: [StopReasonController],
  providers: [StopExplanationService, StopExplanationStore, StopReasonService, StopReasonStore],
  exports: [StopExplanationService, StopExplanationStore],
})
export class StopModule {}
