import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { MachineModule } from '../../machines/machine.module.js';
import { AlertModule } from '../alerts/alert.module.js';
import { AlarmDraftStore } from './alarm-draft.store.js';
import { AlarmEvent } from './alarm-event.entity.js';
import { AlarmEventStore } from './alarm-event.store.js';
import { AlarmFeedStore } from './alarm-feed.store.js';
import { AlarmMetrics } from './alarm-metrics.service.js';
import { NewAlarmSignal } from './new-alarm-signal.service.js';
import { AlarmLogService } from './alarm-log.service.js';
import { Alarm } from './alarm.entity.js';
import { AlarmStore } from './alarm.store.js';
import { Breach } from './breach.entity.js';
import { BreachStore } from './breach.store.js';

@Module({
  imports: [AlertModule, MachineModule, Entities.forFeature([Alarm, AlarmEvent, Breach])],
  providers: [
    AlarmDraftStore,
    AlarmEventStore,
    AlarmFeedStore,
    AlarmLogService,
    AlarmMetrics,
    AlarmStore,
    BreachStore,
    NewAlarmSignal,
  ],
  exports: [AlarmEventStore, AlarmFeedStore, AlarmLogService, AlarmStore, BreachStore, NewAlarmSignal],
})
export class AlarmLogModule {}
