import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { AlarmLogModule } from '../log/alarm-log.module.js';
import { RuleVersionModule } from '../rule-versions/rule-version.module.js';
import { AlarmEvaluationService } from './alarm-evaluation.service.js';
import { Checkpoint } from './checkpoint.entity.js';
import { CheckpointStore } from './checkpoint.store.js';
import { EquipmentWatch } from './equipment-watch.entity.js';
import { HistoryStore } from './history.store.js';
import { StateCache } from './state-cache.service.js';
import { UnevaluatedReading } from './unevaluated-reading.entity.js';
import { WatchStore } from './watch.store.js';

@Module({
  imports: [
    AlarmLogModule,
    RuleVersionModule,
    Entities.forFeature([Checkpoint, EquipmentWatch, UnevaluatedReading]),
  ],
  providers: [AlarmEvaluationService, CheckpointStore, HistoryStore, StateCache, WatchStore],
  exports: [AlarmEvaluationService, StateCache, WatchStore],
})
export class EvaluationModule {}
