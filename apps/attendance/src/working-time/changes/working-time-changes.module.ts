import { Module } from '@nestjs/common';
import { WorkingTimeChanges } from './working-time-changes.service.js';

@Module({ providers: [WorkingTimeChanges], exports: [WorkingTimeChanges] })
export class WorkingTimeChangesModule {}
