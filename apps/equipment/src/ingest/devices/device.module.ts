import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { MachineModule } from '../../machines/machine.module.js';
import { IngestModule } from '../ingest.module.js';
import { DeviceController } from './device.controller.js';
import { Device, DeviceEquipment } from './device.entity.js';
import { DeviceIngest } from './device-ingest.service.js';
import { DeviceLetters } from './device-letters.service.js';
import { DeviceListener } from './device-listener.service.js';
import { DeviceRefusals } from './device-refusals.service.js';
import { DeviceService } from './device.service.js';
import { DeviceStore } from './device.store.js';

@Module({
  imports: [Entities.forFeature([Device, DeviceEquipment]), IngestModule, MachineModule],
  controllers: [DeviceController],
  providers: [DeviceIngest, DeviceLetters, DeviceListener, DeviceRefusals, DeviceService, DeviceStore],
})
export class DeviceModule {}
