import { type ConflictView, instant } from '@argus/contracts';
import { rounded } from '../rounded.js';
import type { ListedConflict } from './conflict.store.js';

export const toConflictView = (conflict: ListedConflict): ConflictView => ({
  id: conflict.id,
  status: conflict.closedAt === null ? 'open' : 'closed',
  kind: conflict.personId === conflict.otherId ? 'own_template' : 'duplicate',
  person: { id: conflict.personId, employee_id: conflict.employeeId, name: conflict.name },
  other: { id: conflict.otherId, employee_id: conflict.otherEmployeeId, name: conflict.otherName },
  similarity: rounded(conflict.similarity),
  threshold: conflict.threshold,
  error_rates: conflict.errorRates,
  model: conflict.model,
  opened_at: instant(conflict.openedAt),
  decision: conflict.decision,
  decided_by: conflict.decidedBy,
  reason: conflict.reason,
  closed_at: conflict.closedAt && instant(conflict.closedAt),
  template_created: conflict.templateCreated,
});
