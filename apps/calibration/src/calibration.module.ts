import { Module } from '@nestjs/common';
import { CalibrationsModule } from './calibrations/calibrations.module.js';
import { CandidateModule } from './candidates/candidate.module.js';
import { FrameModule } from './frames/frame.module.js';
import { ScreenModule } from './screens/screen.module.js';
import { SessionModule } from './sessions/session.module.js';

@Module({
  imports: [CalibrationsModule, CandidateModule, FrameModule, ScreenModule, SessionModule],
})
export class CalibrationModule {}
