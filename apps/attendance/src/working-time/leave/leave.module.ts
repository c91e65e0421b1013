import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { PersonModule } from '../../people/person.module.js';
import { WorkingTimeChangesModule } from '../changes/working-time-changes.module.js';
import { LeaveController } from './leave.controller.js';
import { Leave } from './leave.entity.js';
import { LeaveService } from './leave.service.js';
import { LeaveStore } from './leave.store.js';

@Module({
  imports: [Entities.forFeature([Leave]), PersonModule, WorkingTimeChangesModule],
  controllers: [LeaveController],
  providers: [LeaveService, LeaveStore],
  exports: [LeaveStore],
})
export class LeaveModule {}
