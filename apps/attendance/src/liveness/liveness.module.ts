import { Module } from '@nestjs/common';
import { LivenessChallenges } from './liveness-challenge.service.js';
import { LivenessController } from './liveness.controller.js';
import { LivenessPolicy } from './liveness-policy.service.js';

@Module({
  controllers: [LivenessController],
  providers: [LivenessChallenges, LivenessPolicy],
  exports: [LivenessChallenges, LivenessPolicy],
})
export class LivenessModule {}
