import { Module } from '@nestjs/common';
import { ScreenModule } from '../screens/screen.module.js';
import { SessionModule } from '../sessions/session.module.js';
import { FrameController } from './frame.controller.js';
import { FrameService } from './frame.service.js';
import { GazeAnalyser } from './gaze-analyser.service.js';

@Module({
  imports: [ScreenModule, SessionModule],
  controllers: [FrameController],
  providers: [FrameService, GazeAnalyser],
})
export class FrameModule {}
