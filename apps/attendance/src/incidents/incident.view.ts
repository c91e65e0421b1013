import { type IncidentView, instant, instantOrNull } from '@argus/contracts';
import type { ListedIncident } from './incident.store.js';

export const incidentView = (row: ListedIncident): IncidentView => ({
  id: row.id,
  type: row.type,
  camera_id: row.cameraId,
  timestamp: instant(row.occurredAt),
  description: row.description,
  severity: row.severity,
  status: row.status,
  has_image: row.hasImage,
  reported_by: row.reportedBy,
  created_at: instant(row.createdAt),
  decided_by: row.decidedBy,
  decided_at: instantOrNull(row.decidedAt),
  notes: row.notes,
});

/** Returns the picture as a data URL. Its format was inspected when it came. */
export function dataUrlOf(picture: Uint8Array): string {
  const type = picture[0] === 0xff ? 'jpeg' : picture[0] === 0x89 ? 'png' : 'webp';
  return `data:image/${type};base64,${Buffer.from(picture).toString('base64')}`;
}
