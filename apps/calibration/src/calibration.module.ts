import { Module } from '@nestjs/common';
import { CalibrationController } from './calibrations/calibration.controller.js';
import { CalibrationService } from './calibrations/calibration.service.js';
import { CalibrationStore } from './calibrations/calibration.store.js';
import { CompletionService } from './calibrations/completion.service.js';
import { CandidateController } from './candidates/candidate.controller.js';
import { CandidateRetention } from './candidates/candidate-retention.js';
import { CandidateStore } from './candidates/candidate.store.js';
import { FitPool } from './fits/fit-pool.js';
import { FrameController } from './frames/frame.controller.js';
import { FrameService } from './frames/frame.service.js';
import { GazeAnalyser } from './frames/gaze-analyser.js';
import { SampleStore } from './samples/sample.store.js';
import { ScreenController } from './screens/screen.controller.js';
import { ScreenService } from './screens/screen.service.js';
import { ScreenStore } from './screens/screen.store.js';
import { SessionController } from './sessions/session.controller.js';
import { SessionService } from './sessions/session.service.js';
import { SessionStore } from './sessions/session.store.js';

@Module({
  providers: [
    CalibrationController,
    CalibrationService,
    CalibrationStore,
    CandidateController,
    CandidateRetention,
    CandidateStore,
    CompletionService,
    FitPool,
    FrameController,
    FrameService,
    GazeAnalyser,
    SampleStore,
    ScreenController,
    ScreenService,
    ScreenStore,
    SessionController,
    SessionService,
    SessionStore,
  ],
})
export class CalibrationModule {}
