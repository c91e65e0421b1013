import { Module } from '@nestjs/common';
import { PoolModule } from '../pool/pool.module.js';
import { GazeMeasurementController } from './gaze-measurement.controller.js';
import { GazeController } from './gaze.controller.js';
import { GazeService } from './gaze.service.js';

@Module({
  imports: [PoolModule],
  controllers: [GazeController, GazeMeasurementController],
  providers: [GazeService],
})
export class GazeModule {}
