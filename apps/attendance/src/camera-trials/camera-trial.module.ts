import { Module } from '@nestjs/common';
import { CameraFeedModule } from '../camera-feeds/camera-feed.module.js';
import { CameraModule } from '../cameras/camera.module.js';
import { CameraTrialController } from './camera-trial.controller.js';
import { CameraTrials } from './camera-trial.service.js';

@Module({
  imports: [CameraFeedModule, CameraModule],
  controllers: [CameraTrialController],
  providers: [CameraTrials],
})
export class CameraTrialModule {}
