import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { ActModule } from '../acts/act.module.js';
import { PersonModule } from '../people/person.module.js';
import { SitePerson } from './site-person.entity.js';
import { SiteController } from './site.controller.js';
import { Site } from './site.entity.js';
import { SiteService } from './site.service.js';
import { SiteStore } from './site.store.js';

@Module({
  imports: [ActModule, Entities.forFeature([Site, SitePerson]), PersonModule],
  controllers: [SiteController],
  providers: [SiteService, SiteStore],
  exports: [SiteStore],
})
export class SiteModule {}
