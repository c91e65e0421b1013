import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { FitModule } from '../fits/fit.module.js';
import { ScreenModule } from '../screens/screen.module.js';
import { SessionModule } from '../sessions/session.module.js';
import { Assessment } from './assessment.entity.js';
import { CalibrationController } from './calibration.controller.js';
import { Calibration } from './calibration.entity.js';
import { CalibrationService } from './calibration.service.js';
import { CalibrationStore } from './calibration.store.js';
import { CompletionMetrics } from './completion-metrics.service.js';
import { CompletionService } from './completion.service.js';

@Module({
  imports: [FitModule, ScreenModule, SessionModule, Entities.forFeature([Calibration, Assessment])],
  controllers: [CalibrationController],
  providers: [CalibrationService, CalibrationStore, CompletionMetrics, CompletionService],
})
export class CalibrationsModule {}
