import { Module } from '@nestjs/common';
import { MachineModule } from '../../machines/machine.module.js';
import { ProductionCountModule } from '../production-counts/production-count.module.js';
import { ProductionPlanModule } from '../production-plans/production-plan.module.js';
import { StopModule } from '../stops/stop.module.js';
import { OeeController } from './oee.controller.js';
import { OeeService } from './oee.service.js';
import { RunningStateStore } from './running-state.store.js';
import { StopController } from './stop.controller.js';

@Module({
  imports: [MachineModule, ProductionCountModule, ProductionPlanModule, StopModule],
  controllers: [OeeController, StopController],
  providers: [OeeService, RunningStateStore],
})
export class OeeModule {}
