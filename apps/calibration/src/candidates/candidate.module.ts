import { Module } from '@nestjs/common';
import { CandidateRetention } from './candidate-retention.clock.js';
import { CandidateController } from './candidate.controller.js';
import { CandidateStore } from './candidate.store.js';

@Module({
  controllers: [CandidateController],
  providers: [CandidateRetention, CandidateStore],
})
export class CandidateModule {}
