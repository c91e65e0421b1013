import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { ActModule } from '../acts/act.module.js';
import { FailedFace } from './failed-face.entity.js';
import { FailedFaceStore } from './failed-face.store.js';
import { FailedFacesConsumer } from './failed-faces.consumer.js';
import { IncidentOpener } from './incident-opener.service.js';
import { IncidentRetention } from './incident-retention.clock.js';
import { IncidentController } from './incident.controller.js';
import { Incident } from './incident.entity.js';
import { IncidentService } from './incident.service.js';
import { IncidentStore } from './incident.store.js';

@Module({
  imports: [ActModule, Entities.forFeature([FailedFace, Incident])],
  controllers: [IncidentController],
  providers: [
    FailedFacesConsumer,
    FailedFaceStore,
    IncidentOpener,
    IncidentRetention,
    IncidentService,
    IncidentStore,
  ],
})
export class IncidentModule {}
