import { Module } from '@nestjs/common';
import { Galleries } from './gallery/galleries.js';
import { GalleryFollower } from './gallery/gallery-follower.js';
import { GazeLookController } from './gaze/gaze-look.controller.js';
import { GazeController } from './gaze/gaze.controller.js';
import { GazeService } from './gaze/gaze.service.js';
import { ServiceAnalysisPool } from './pool/service-analysis-pool.js';
import { EnrolmentService } from './recognition/enrolment.service.js';
import { IdentificationService } from './recognition/identification.service.js';
import { LivenessPolicy } from './recognition/liveness-policy.js';
import { RecognitionController } from './recognition/recognition.controller.js';
import { TemplateStore } from './templates/template.store.js';

@Module({
  providers: [
    EnrolmentService,
    Galleries,
    GalleryFollower,
    GazeController,
    GazeLookController,
    GazeService,
    IdentificationService,
    LivenessPolicy,
    RecognitionController,
    ServiceAnalysisPool,
    TemplateStore,
  ],
})
export class VisionModule {}
