import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { DecisionModule } from '../decisions/decision.module.js';
import { PoolModule } from '../pool/pool.module.js';
import { ChallengeAnswerService } from './challenge-answer.service.js';
import { ChallengeController } from './challenge.controller.js';
import { LivenessChallengeRow } from './challenge.entity.js';
import { ChallengeMetrics } from './challenge-metrics.service.js';
import { ChallengeRedemptionService } from './challenge-redemption.service.js';
import { ChallengeService } from './challenge.service.js';
import { ChallengeStore } from './challenge.store.js';
import { SeenFrame } from './seen-frame.entity.js';
import { ReplayDetector } from './replay-detector.service.js';
import { SeriesPrint } from './series-print.entity.js';
import { SeriesPrintStore } from './series-print.store.js';
import { SeriesReader } from './series-reader.service.js';

@Module({
  imports: [Entities.forFeature([LivenessChallengeRow, SeenFrame, SeriesPrint]), PoolModule, DecisionModule],
  controllers: [ChallengeController],
  providers: [
    ChallengeAnswerService,
    ChallengeMetrics,
    ChallengeRedemptionService,
    ChallengeService,
    ChallengeStore,
    ReplayDetector,
    SeriesPrintStore,
    SeriesReader,
  ],
})
export class ChallengeModule {}
