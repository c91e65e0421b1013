import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { FacePhotograph } from './face-photograph.entity.js';
import { FaceTask } from './face-task.entity.js';
import { TaskIntake } from './task-intake.service.js';
import { TaskMetrics } from './task-metrics.service.js';
import { TaskService } from './task.service.js';
import { TaskStore } from './task.store.js';

@Module({
  imports: [Entities.forFeature([FaceTask, FacePhotograph])],
  providers: [TaskIntake, TaskMetrics, TaskService, TaskStore],
  exports: [TaskIntake, TaskService, TaskStore],
})
export class TaskModule {}
