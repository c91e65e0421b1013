import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { PersonModule } from '../../people/person.module.js';
import { WorkingTimeChangesModule } from '../changes/working-time-changes.module.js';
import { CorrectionController } from './correction.controller.js';
import { Correction } from './correction.entity.js';
import { CorrectionService } from './correction.service.js';
import { CorrectionStore } from './correction.store.js';

@Module({
  imports: [Entities.forFeature([Correction]), PersonModule, WorkingTimeChangesModule],
  controllers: [CorrectionController],
  providers: [CorrectionService, CorrectionStore],
  exports: [CorrectionStore],
})
export class CorrectionModule {}
