import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { MachineModule } from '../../machines/machine.module.js';
import { ProductionCountController } from './production-count.controller.js';
import { ProductionCount } from './production-count.entity.js';
import { ProductionCountService } from './production-count.service.js';
import { ProductionCountStore } from './production-count.store.js';

@Module({
  imports: [MachineModule, Entities.forFeature([ProductionCount])],
  controllers: [ProductionCountController],
  providers: [ProductionCountService, ProductionCountStore],
  exports: [ProductionCountStore],
})
export class ProductionCountModule {}
