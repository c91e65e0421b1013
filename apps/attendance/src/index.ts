import { accountChanged, attendanceContract, faceContract } from '@argus/contracts';
import { consume, every, handle, type ServiceDefinition, work } from '@argus/service-kit';
import { AttendanceModule } from './attendance.module.js';
import { attendanceSettings } from './attendance.settings.js';
import { FaceController } from './faces/face.controller.js';
import { FaceTaskWorker } from './faces/face-task.worker.js';
import { revocationQueue, taskQueues } from './queues.js';
import { RevocationWorker } from './faces/revocation.worker.js';
import { AttendanceController } from './logs/attendance.controller.js';
import { AttendanceLog } from './logs/attendance-log.entity.js';
import { TaskRetention } from './faces/task-retention.js';
import { attendanceMigrations } from './migrations/index.js';
import { AccountConsumer } from './people/account.consumer.js';
import { Person } from './people/person.entity.js';
import { FacePhotograph } from './tasks/face-photograph.entity.js';
import { FaceTask } from './tasks/face-task.entity.js';

/** People, the tasks about their faces, and their attendance. */
export const attendanceService: ServiceDefinition = {
  name: 'attendance',
  schema: 'attendance',
  module: AttendanceModule,
  settings: attendanceSettings,
  entities: [Person, FaceTask, FacePhotograph, AttendanceLog],
  migrations: attendanceMigrations,
  handlers: [handle(faceContract, FaceController), handle(attendanceContract, AttendanceController)],
  consumers: [consume(accountChanged, AccountConsumer, 'accountChanged')],
  workers: [
    ...Object.values(taskQueues).map((queue) => work(queue, FaceTaskWorker)),
    work(revocationQueue, RevocationWorker),
  ],
  /* Not at once: after a standstill the queue gets its chance first. */
  periodic: [every(600_000, 'forget old face tasks', TaskRetention, 'sweep')],
};
