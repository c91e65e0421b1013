import { type BadgeView, instant, instantOrNull } from '@argus/contracts';
import type { ListedBadge } from './badge.store.js';

export const badgeView = (row: ListedBadge): BadgeView => ({
  id: row.id,
  employee_id: row.employeeId,
  name: row.name,
  label: row.label,
  created_at: instant(row.createdAt),
  created_by: row.createdBy,
  last_used_at: instantOrNull(row.lastUsedAt),
  revoked_at: instantOrNull(row.revokedAt),
});
