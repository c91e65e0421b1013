import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { PersonModule } from '../../people/person.module.js';
import { OverlapCheck } from './overlap-check.service.js';
import { ShiftAssignment } from './shift-assignment.entity.js';
import { AssignmentStore } from './shift-assignment.store.js';
import { Shift } from './shift.entity.js';
import { ShiftStore } from './shift.store.js';

/** Shifts and who works them, as both nouns and the days read them. */
@Module({
  imports: [Entities.forFeature([Shift, ShiftAssignment]), PersonModule],
  providers: [AssignmentStore, OverlapCheck, ShiftStore],
  exports: [AssignmentStore, OverlapCheck, ShiftStore],
})
export class ShiftPlanModule {}
