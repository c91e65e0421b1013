import { type AttendanceLogView, instant } from '@argus/contracts';
import { rounded } from '../rounded.js';
import type { ListedLog } from './attendance-log.store.js';

/** Returns a row in the form of the attendance API. */
export const toAttendanceLogView = (log: ListedLog): AttendanceLogView => ({
  id: log.id,
  employee: {
    id: log.personId,
    employee_id: log.employeeId,
    name: log.name,
    department: log.department,
  },
  timestamp: instant(log.occurredAt),
  camera:
    log.cameraId === null && log.location === null
      ? null
      : {
          id: log.cameraId,
          name: log.cameraName ?? log.cameraId,
          // What was said when the row was made stays true of it.
          location: log.location ?? log.cameraPlace,
        },
  confidence: rounded(log.confidence),
  verification_time: log.verificationSeconds,
  method: log.method,
  direction: log.direction,
  reason: log.reason,
  marked_by: log.markedBy,
  requested_by: log.requestedBy,
  api_key: log.apiKey,
  self_reported: log.selfReported,
});
