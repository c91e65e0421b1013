import { defineSettings, integer, type SettingsOf } from '@argus/service-kit';

export const attendanceSettings = defineSettings('attendance', {
  ATTENDANCE_DEDUPLICATION_SECONDS: integer({
    default: 60,
    min: 0,
    max: 86_400,
    desc: 'A person recognised again at the same camera within this time is not logged a second time; 0 logs every time',
  }),
  ATTENDANCE_MAX_QUEUED_TASKS: integer({
    default: 1000,
    min: 1,
    max: 1_000_000,
    desc: 'Face tasks that may wait or run; more are answered with 503 and Retry-After',
  }),
  ATTENDANCE_MAX_QUEUED_MIB: integer({
    default: 2048,
    min: 1,
    max: 1_048_576,
    desc: 'Size of the photographs of those tasks in MiB; more are answered likewise',
  }),
  ATTENDANCE_RESULT_HOURS: integer({
    default: 24,
    min: 1,
    max: 8760,
    desc: 'How long the result of a face task can be read. Also the longest time that a task may take: then it is given up and its photographs are destroyed',
  }),
});

export type AttendanceSettings = SettingsOf<typeof attendanceSettings>;
