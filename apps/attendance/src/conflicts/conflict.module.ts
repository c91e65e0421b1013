import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { PersonModule } from '../people/person.module.js';
import { ConflictController } from './conflict.controller.js';
import { ConflictService } from './conflict.service.js';
import { ConflictSettlementWorker } from './conflict-settlement.worker.js';
import { ConflictStore } from './conflict.store.js';
import { FaceConflict } from './face-conflict.entity.js';

@Module({
  imports: [PersonModule, Entities.forFeature([FaceConflict])],
  controllers: [ConflictController],
  providers: [ConflictService, ConflictSettlementWorker, ConflictStore],
  exports: [ConflictService, ConflictStore],
})
export class ConflictModule {}
