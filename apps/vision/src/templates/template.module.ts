import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { ConflictStore } from './conflict.store.js';
import { Enrolment } from './enrolment.entity.js';
import { FormerSealStore } from './former-seal.store.js';
import { NegativePair } from './negative-pair.entity.js';
import { PendingTemplate } from './pending-template.entity.js';
import { Template } from './template.entity.js';
import { TemplateStore } from './template.store.js';

@Module({
  imports: [Entities.forFeature([Template, Enrolment, PendingTemplate, NegativePair])],
  providers: [ConflictStore, FormerSealStore, TemplateStore],
  exports: [ConflictStore, TemplateStore],
})
export class TemplateModule {}
