import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { ActModule } from '../acts/act.module.js';
import { PersonModule } from '../people/person.module.js';
import { BadgeController } from './badge.controller.js';
import { Badge } from './badge.entity.js';
import { BadgeService } from './badge.service.js';
import { BadgeStore } from './badge.store.js';

@Module({
  imports: [ActModule, Entities.forFeature([Badge]), PersonModule],
  controllers: [BadgeController],
  providers: [BadgeService, BadgeStore],
  exports: [BadgeStore],
})
export class BadgeModule {}
