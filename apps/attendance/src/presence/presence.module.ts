import { Module } from '@nestjs/common';
import { ActModule } from '../acts/act.module.js';
import { BadgeModule } from '../badges/badge.module.js';
import { FaceModule } from '../faces/face.module.js';
import { AttendanceLogModule } from '../logs/attendance-log.module.js';
import { PersonModule } from '../people/person.module.js';
import { PinModule } from '../pins/pin.module.js';
import { PresenceController } from './presence.controller.js';
import { PresenceService } from './presence.service.js';

@Module({
  imports: [ActModule, AttendanceLogModule, BadgeModule, FaceModule, PersonModule, PinModule],
  controllers: [PresenceController],
  providers: [PresenceService],
})
export class PresenceModule {}
