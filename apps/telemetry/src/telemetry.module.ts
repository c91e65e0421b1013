import { Module } from '@nestjs/common';
import { FixationModule } from './fixations/fixation.module.js';

@Module({ imports: [FixationModule] })
export class TelemetryModule {}
