import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { CameraModule } from '../cameras/camera.module.js';
import { WatchModule } from '../watching/watch.module.js';
import { CameraHealths } from './camera-health.service.js';
import { CameraPictures } from './camera-pictures.service.js';
import { CameraViewController } from './camera-view.controller.js';
import { CameraViews } from './camera-view.service.js';
import { StreamTicketRow } from './stream-ticket.entity.js';
import { StreamTicketStore } from './stream-ticket.store.js';

@Module({
  imports: [CameraModule, WatchModule, Entities.forFeature([StreamTicketRow])],
  controllers: [CameraViewController],
  providers: [CameraHealths, CameraPictures, CameraViews, StreamTicketStore],
})
export class CameraViewModule {}
