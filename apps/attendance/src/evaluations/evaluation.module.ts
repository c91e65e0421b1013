import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { EvaluationController } from './evaluation.controller.js';
import { EvaluationService } from './evaluation.service.js';
import { EvaluationStore } from './evaluation.store.js';
import { EvaluationWorker } from './evaluation.worker.js';
import { FaceEvaluation } from './face-evaluation.entity.js';

@Module({
  imports: [Entities.forFeature([FaceEvaluation])],
  controllers: [EvaluationController],
  providers: [EvaluationService, EvaluationStore, EvaluationWorker],
})
export class EvaluationModule {}
