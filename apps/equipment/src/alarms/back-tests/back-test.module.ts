import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { MachineModule } from '../../machines/machine.module.js';
import { ReadingModule } from '../../readings/reading.module.js';
import { RuleVersionModule } from '../rule-versions/rule-version.module.js';
import { RuleModule } from '../rules/rule.module.js';
import { BackTestController } from './back-test.controller.js';
import { BackTest } from './back-test.entity.js';
import { BackTestService } from './back-test.service.js';
import { BackTestStore } from './back-test.store.js';
import { BackTestWorker } from './back-test.worker.js';

@Module({
  imports: [MachineModule, ReadingModule, RuleModule, RuleVersionModule, Entities.forFeature([BackTest])],
  controllers: [BackTestController],
  providers: [BackTestService, BackTestStore, BackTestWorker],
})
export class BackTestModule {}
