import { type AttendanceLogView, instant } from '@argus/contracts';
import type { ListedLog } from './attendance-log.store.js';

/** A row as the attendance document shows it. */
export const toAttendanceLogView = (log: ListedLog): AttendanceLogView => ({
  id: log.id,
  employee: {
    id: log.personId,
    employee_id: log.employeeId,
    name: log.name,
    department: log.department,
  },
  timestamp: instant(log.occurredAt),
  // Until cameras are registered, a camera is what the verification said of it.
  camera: log.cameraId === null ? null : { id: log.cameraId, name: log.cameraId, location: log.location },
  confidence: log.confidence,
  verification_time: log.verificationSeconds,
  method: log.method,
  reason: log.reason,
  marked_by: log.markedBy,
});
