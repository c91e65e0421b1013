import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { MachineModule } from '../../machines/machine.module.js';
import { ProductionPlanController } from './production-plan.controller.js';
import { ProductionPlan } from './production-plan.entity.js';
import { ProductionPlanService } from './production-plan.service.js';
import { ProductionPlanStore } from './production-plan.store.js';

@Module({
  imports: [MachineModule, Entities.forFeature([ProductionPlan])],
  controllers: [ProductionPlanController],
  providers: [ProductionPlanService, ProductionPlanStore],
  exports: [ProductionPlanStore],
})
export class ProductionPlanModule {}
