import { type AuditLogAction, auditLogFilters, type AuditLogFilter } from '@argus/contracts';
import type { AuditAction } from './audit-event.entity.js';

type Snake<S extends string> = S extends `${infer Head}-${infer Tail}` ? `${Head}_${Snake<Tail>}` : S;
type Named = Exclude<AuditAction, keyof typeof documented>;

/* The attendance document has words of its own for these. */
const documented = {
  'face-enrolled': 'face_enrollment',
  'face-replaced': 'face_replacement',
  'face-revoked': 'face_revocation',
  'face-verified': 'face_verification',
} as const satisfies Partial<Record<AuditAction, AuditLogAction>>;

/** Returns what clients call an action. A new action without a name there does not compile. */
export const nameOf = (action: AuditAction): AuditLogAction =>
  action in documented
    ? documented[action as keyof typeof documented]
    : ((action as Named).replaceAll('-', '_') as Snake<Named>);

const actions = new Map<string, string>(Object.entries(documented).map(([action, name]) => [name, action]));

/** Returns the actions that a filter finds, as they are stored. */
export function actionsOf(filter: AuditLogFilter): string[] {
  const names: readonly string[] =
    filter in auditLogFilters ? auditLogFilters[filter as keyof typeof auditLogFilters] : [filter];
  return names.map((name) => actions.get(name) ?? name.replaceAll('_', '-'));
}
