import { OutgoingPolicy } from '@argus/outgoing';
import { Entities, platformSettings, type PlatformSettings } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import { CameraController } from './camera.controller.js';
import { Camera } from './camera.entity.js';
import { CameraService } from './camera.service.js';
import { CameraStore } from './camera.store.js';

const policy = {
  provide: OutgoingPolicy,
  inject: [attendanceSettings.token, platformSettings.token],
  useFactory: (
    { CAMERA_NETWORKS: networks }: AttendanceSettings,
    { SECURITY_PROFILE: profile, DEPLOYMENT: deployment }: PlatformSettings,
  ) => new OutgoingPolicy(networks, { loopback: profile === 'compat' && deployment === 'single' }),
};

@Module({
  imports: [Entities.forFeature([Camera])],
  controllers: [CameraController],
  providers: [policy, CameraService, CameraStore],
  exports: [policy, CameraService, CameraStore],
})
export class CameraModule {}
