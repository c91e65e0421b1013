import { type AttendanceLogView, instant } from '@argus/contracts';
import type { Person } from '../people/person.entity.js';
import type { AttendanceLog } from './attendance-log.entity.js';

/** A row together with whose it is. */
export type ListedLog = Omit<AttendanceLog, 'person' | 'deduplicated_during'> &
  Pick<Person, 'employee_id' | 'name' | 'department'>;

/** A row as the attendance document shows it. */
export const toAttendanceLogView = (log: ListedLog): AttendanceLogView => ({
  id: log.id,
  employee: {
    id: log.person_id,
    employee_id: log.employee_id,
    name: log.name,
    department: log.department,
  },
  timestamp: instant(log.occurred_at),
  // Until cameras are registered, a camera is what the verification said of it.
  camera: log.camera_id === null ? null : { id: log.camera_id, name: log.camera_id, location: log.location },
  confidence: log.confidence,
  verification_time: log.verification_seconds,
  method: log.method,
  reason: log.reason,
  marked_by: log.marked_by,
});
