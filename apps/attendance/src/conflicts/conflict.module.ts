import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { PersonModule } from '../people/person.module.js';
import { ConflictController } from './conflict.controller.js';
import { ConflictService } from './conflict.service.js';
import { ConflictSettlementWorker } from './conflict-settlement.worker.js';
import { ConflictStore } from './conflict.store.js';
import { EndOfTwinsWorker } from './end-of-twins.worker.js';
import { FaceConflict } from './face-conflict.entity.js';
import { FaceTwinsController } from './face-twins.controller.js';
import { FaceTwinsService } from './face-twins.service.js';

@Module({
  imports: [PersonModule, Entities.forFeature([FaceConflict])],
  controllers: [ConflictController, FaceTwinsController],
  providers: [ConflictService, ConflictSettlementWorker, ConflictStore, EndOfTwinsWorker, FaceTwinsService],
  exports: [ConflictService, ConflictStore],
})
export class ConflictModule {}
