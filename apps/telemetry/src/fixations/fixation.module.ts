import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { FixationUpload } from './fixation-upload.entity.js';
import { EcamController, EfisController, PfdController } from './fixation.controller.js';
import { Fixation } from './fixation.entity.js';
import { FixationService } from './fixation.service.js';
import { FixationStore } from './fixation.store.js';

@Module({
  imports: [Entities.forFeature([Fixation, FixationUpload])],
  controllers: [EcamController, EfisController, PfdController],
  providers: [FixationService, FixationStore],
  exports: [FixationService],
})
export class FixationModule {}
