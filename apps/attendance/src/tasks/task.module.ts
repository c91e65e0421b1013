import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { FacePhotograph } from './face-photograph.entity.js';
import { FaceTask } from './face-task.entity.js';
import { TaskIntake } from './task-intake.js';
import { TaskMetrics } from './task-metrics.js';
import { TaskStore } from './task.store.js';

@Module({
  imports: [Entities.forFeature([FaceTask, FacePhotograph])],
  providers: [TaskIntake, TaskMetrics, TaskStore],
  exports: [TaskIntake, TaskStore],
})
export class TaskModule {}
