import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { MachineModule } from '../../machines/machine.module.js';
import { AlertController } from './alert.controller.js';
import { Alert } from './alert.entity.js';
import { AlertService } from './alert.service.js';
import { AlertStore } from './alert.store.js';

@Module({
  imports: [MachineModule, Entities.forFeature([Alert])],
  controllers: [AlertController],
  providers: [AlertService, AlertStore],
  exports: [AlertStore],
})
export class AlertModule {}
