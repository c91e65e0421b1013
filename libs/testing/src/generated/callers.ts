import type { AnyOperation, Family } from '@argus/contracts';

/** Callers whom most operations must refuse. */
export const strangers = [
  'no token',
  'garbage',
  'expired',
  'revoked',
  'another family',
  'refresh token',
] as const;
export type Stranger = (typeof strangers)[number];

/** Roles of each family, the most powerful first. */
export const rolesOf: Readonly<Record<Family, readonly string[]>> = {
  attendance: ['admin', 'faculty', 'student'],
  techtrack: ['admin', 'engineer', 'operator', 'viewer'],
  eyetracker: ['user'],
  proctorx: ['institute', 'student'],
  calibration: [],
};

/** The gateway's decision about a caller: admitted, unknown (401), or known and not allowed (403). */
export type Decision = 'in' | 401 | 403;

/**
 * Returns the decision about an invalid or missing token in the compat profile. Public operations ignore tokens unless they
 * declare otherwise. Calibration has no accounts of its own and accepts those of every family.
 */
export function decisionOnStranger({ access }: AnyOperation, family: Family, stranger: Stranger): Decision {
  if (family === 'calibration' && stranger === 'another family') return 'in';
  if (access.kind === 'authenticated' && access.anonymousInCompat && stranger === 'no token') return 'in';
  if (access.kind !== 'public') return 401;
  return access.refusesBadToken && stranger !== 'no token' ? 401 : 'in';
}

/**
 * Returns the decision about an account of the operation's family. `isSelf`: the path names that account. `rolesCount`: the
 * family's opt-in roles are switched on.
 */
export function decisionOnRole(
  { access }: AnyOperation,
  role: string,
  isSelf = false,
  rolesCount = false,
): Decision {
  if (access.kind === 'public') return 'in';
  if (access.kind === 'authenticated')
    return rolesCount && access.optInRoles && !access.optInRoles.includes(role) ? 403 : 'in';
  if (access.kind === 'internal') return 401;
  if (access.roles.includes(role)) return 'in';
  return access.kind === 'self-or-roles' && isSelf ? 'in' : 403;
}
