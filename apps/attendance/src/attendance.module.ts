import { Module } from '@nestjs/common';
import { FaceModule } from './faces/face.module.js';
import { LivenessModule } from './liveness/liveness.module.js';
import { AttendanceLogModule } from './logs/attendance-log.module.js';

@Module({
  imports: [AttendanceLogModule, FaceModule, LivenessModule],
})
export class AttendanceModule {}
