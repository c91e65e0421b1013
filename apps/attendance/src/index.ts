import type { ServiceDefinition } from '@argus/service-kit';
import { AttendanceModule } from './attendance.module.js';
import { attendanceSettings } from './attendance.settings.js';
import { attendanceMigrations } from './migrations/index.js';

/** People, face tasks and attendance. */
export const attendanceService: ServiceDefinition = {
  name: 'attendance',
  schema: 'attendance',
  module: AttendanceModule,
  settings: attendanceSettings,
  migrations: attendanceMigrations,
};
