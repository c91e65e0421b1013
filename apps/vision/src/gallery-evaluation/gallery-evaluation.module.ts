import { Module } from '@nestjs/common';
import { AccuracyModule } from '../accuracy/accuracy.module.js';
import { DecisionModule } from '../decisions/decision.module.js';
import { GalleryModule } from '../gallery/gallery.module.js';
import { AccuracyController } from './accuracy.controller.js';
import { GalleryEvaluationService } from './gallery-evaluation.service.js';

@Module({
  imports: [AccuracyModule, DecisionModule, GalleryModule],
  controllers: [AccuracyController],
  providers: [GalleryEvaluationService],
})
export class GalleryEvaluationModule {}
