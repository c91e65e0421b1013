import { Module } from '@nestjs/common';
import { FaceModule } from './faces/face.module.js';
import { AttendanceLogModule } from './logs/attendance-log.module.js';

@Module({
  imports: [AttendanceLogModule, FaceModule],
})
export class AttendanceModule {}
