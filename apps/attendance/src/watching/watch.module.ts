import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { CameraFeedModule } from '../camera-feeds/camera-feed.module.js';
import { LivenessModule } from '../liveness/liveness.module.js';
import { AttendanceLogModule } from '../logs/attendance-log.module.js';
import { PersonModule } from '../people/person.module.js';
import { CameraAlarms } from './camera-alarms.service.js';
import { CameraFrame } from './camera-frame.entity.js';
import { CameraVisit } from './camera-visit.entity.js';
import { CameraWatch } from './camera-watch.entity.js';
import { FaceJudge } from './face-judge.service.js';
import { FrameStore } from './frame.store.js';
import { VisitRecorder } from './visit-recorder.service.js';
import { VisitStore } from './visit.store.js';
import { WatchMetrics } from './watch-metrics.service.js';
import { WatchClock } from './watch.clock.js';
import { WatchStore } from './watch.store.js';

@Module({
  imports: [
    AttendanceLogModule,
    CameraFeedModule,
    LivenessModule,
    PersonModule,
    Entities.forFeature([CameraFrame, CameraVisit, CameraWatch]),
  ],
  providers: [
    CameraAlarms,
    FaceJudge,
    FrameStore,
    VisitRecorder,
    VisitStore,
    WatchClock,
    WatchMetrics,
    WatchStore,
  ],
  exports: [CameraAlarms, FrameStore, WatchStore],
})
export class WatchModule {}
