import type { ServiceDefinition } from '@argus/service-kit';
import { AttendanceModule } from './attendance.module.js';
import { attendanceSettings } from './attendance.settings.js';
import { attendanceMigrations } from './migrations/index.js';

/** People, the tasks about their faces, and their attendance. */
export const attendanceService: ServiceDefinition = {
  name: 'attendance',
  schema: 'attendance',
  module: AttendanceModule,
  settings: attendanceSettings,
  migrations: attendanceMigrations,
};
