import { defineSettings, integer, type SettingsOf } from '@argus/service-kit';

export const attendanceSettings = defineSettings('attendance', {
  ATTENDANCE_DEDUPLICATION_SECONDS: integer({
    default: 60,
    min: 0,
    max: 86_400,
    desc: 'Seconds within which a person recognised again at the same camera is not logged again; 0 logs every time',
  }),
  ATTENDANCE_MAX_QUEUED_TASKS: integer({
    default: 1000,
    min: 1,
    max: 1_000_000,
    desc: 'Maximum number of face tasks that wait or run; further ones get 503 with Retry-After',
  }),
  ATTENDANCE_MAX_QUEUED_MIB: integer({
    default: 2048,
    min: 1,
    max: 1_048_576,
    desc: 'Maximum size of the photographs of those tasks in MiB; further ones get 503 with Retry-After',
  }),
  ATTENDANCE_RESULT_HOURS: integer({
    default: 24,
    min: 1,
    max: 8760,
    desc: 'Hours for which the result of a face task can be read. A task not done by then is given up and its photographs are destroyed',
  }),
});

export type AttendanceSettings = SettingsOf<typeof attendanceSettings>;
