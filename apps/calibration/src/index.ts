import {
  calibrationCandidateContract,
  calibrationContract,
  calibrationFrameContract,
  calibrationScreenContract,
  calibrationSessionContract,
} from '@argus/contracts';
import { every, handle, type ServiceDefinition } from '@argus/service-kit';
import { CalibrationModule } from './calibration.module.js';
import { calibrationSettings } from './calibration.settings.js';
import { Assessment } from './calibrations/assessment.entity.js';
import { CalibrationController } from './calibrations/calibration.controller.js';
import { CalibrationRecord } from './calibrations/calibration.entity.js';
import { CandidateController } from './candidates/candidate.controller.js';
import { CandidateRetention } from './candidates/candidate-retention.js';
import { FrameController } from './frames/frame.controller.js';
import { calibrationMigrations } from './migrations/index.js';
import { Sample } from './samples/sample.entity.js';
import { ScreenController } from './screens/screen.controller.js';
import { ScreenRecord } from './screens/screen.entity.js';
import { SessionController } from './sessions/session.controller.js';
import { Session } from './sessions/session.entity.js';

/** Calibrates gaze: sessions, screens, frames, the fit, its files, and what became of it. */
export const calibrationService: ServiceDefinition = {
  name: 'calibration',
  schema: 'calibration',
  module: CalibrationModule,
  settings: calibrationSettings,
  entities: [Session, ScreenRecord, Sample, CalibrationRecord, Assessment],
  migrations: calibrationMigrations,
  handlers: [
    handle(calibrationSessionContract, SessionController),
    handle(calibrationScreenContract, ScreenController),
    handle(calibrationFrameContract, FrameController),
    handle(calibrationContract, CalibrationController),
    handle(calibrationCandidateContract, CandidateController),
  ],
  consumers: [],
  workers: [],
  periodic: [every(3_600_000, 'forget old calibrations', CandidateRetention, 'sweep')],
};
