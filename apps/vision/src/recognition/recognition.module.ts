import { Module } from '@nestjs/common';
import { DecisionModule } from '../decisions/decision.module.js';
import { GalleryModule } from '../gallery/gallery.module.js';
import { PoolModule } from '../pool/pool.module.js';
import { TemplateModule } from '../templates/template.module.js';
import { ConflictSettlement } from './conflict-settlement.service.js';
import { DuplicateCheck } from './duplicate-check.service.js';
import { EnrolmentService } from './enrolment.service.js';
import { FaceJudge } from './face-judge.service.js';
import { IdentificationService } from './identification.service.js';
import { LivenessPolicy } from './liveness-policy.service.js';
import { OwnTemplateCheck } from './own-template-check.service.js';
import { RecognitionController } from './recognition.controller.js';
import { TwinsController } from './twins.controller.js';

@Module({
  imports: [DecisionModule, GalleryModule, PoolModule, TemplateModule],
  controllers: [RecognitionController, TwinsController],
  providers: [
    ConflictSettlement,
    DuplicateCheck,
    EnrolmentService,
    FaceJudge,
    IdentificationService,
    LivenessPolicy,
    OwnTemplateCheck,
  ],
})
export class RecognitionModule {}
