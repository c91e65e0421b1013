import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { Enrolment } from './enrolment.entity.js';
import { Template } from './template.entity.js';
import { TemplateStore } from './template.store.js';

@Module({
  imports: [Entities.forFeature([Template, Enrolment])],
  providers: [TemplateStore],
  exports: [TemplateStore],
})
export class TemplateModule {}
