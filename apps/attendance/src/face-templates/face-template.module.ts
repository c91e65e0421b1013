import { Module } from '@nestjs/common';
import { PersonModule } from '../people/person.module.js';
import { FaceTemplateController } from './face-template.controller.js';
import { FaceTemplateService } from './face-template.service.js';

@Module({
  imports: [PersonModule],
  controllers: [FaceTemplateController],
  providers: [FaceTemplateService],
})
export class FaceTemplateModule {}
