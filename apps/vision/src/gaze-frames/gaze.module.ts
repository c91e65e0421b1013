import { Module } from '@nestjs/common';
import { PoolModule } from '../pool/pool.module.js';
import { GazeLookController } from './gaze-look.controller.js';
import { GazeController } from './gaze.controller.js';
import { GazeService } from './gaze.service.js';

@Module({
  imports: [PoolModule],
  controllers: [GazeController, GazeLookController],
  providers: [GazeService],
})
export class GazeModule {}
