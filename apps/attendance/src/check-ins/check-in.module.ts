import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { ActModule } from '../acts/act.module.js';
import { LivenessModule } from '../liveness/liveness.module.js';
import { PersonModule } from '../people/person.module.js';
import { SiteModule } from '../sites/site.module.js';
import { TaskModule } from '../tasks/task.module.js';
import { CheckInRetention } from './check-in-retention.clock.js';
import { CheckInController } from './check-in.controller.js';
import { CheckInRow } from './check-in.entity.js';
import { CheckInService } from './check-in.service.js';
import { CheckInStore } from './check-in.store.js';

@Module({
  imports: [
    ActModule,
    Entities.forFeature([CheckInRow]),
    LivenessModule,
    PersonModule,
    SiteModule,
    TaskModule,
  ],
  controllers: [CheckInController],
  providers: [CheckInRetention, CheckInService, CheckInStore],
})
export class CheckInModule {}
