import { Module } from '@nestjs/common';
import { GalleryModule } from '../gallery/gallery.module.js';
import { PoolModule } from '../pool/pool.module.js';
import { TemplateModule } from '../templates/template.module.js';
import { EnrolmentService } from './enrolment.service.js';
import { IdentificationService } from './identification.service.js';
import { LivenessPolicy } from './liveness-policy.service.js';
import { RecognitionController } from './recognition.controller.js';

@Module({
  imports: [GalleryModule, PoolModule, TemplateModule],
  controllers: [RecognitionController],
  providers: [EnrolmentService, IdentificationService, LivenessPolicy],
})
export class RecognitionModule {}
