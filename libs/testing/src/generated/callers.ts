import type { AnyOperation, Family } from '@argus/contracts';

/** Who may knock, besides those whom an operation is for. */
export const strangers = [
  'no token',
  'garbage',
  'expired',
  'revoked',
  'another family',
  'refresh token',
] as const;
export type Stranger = (typeof strangers)[number];

/** Roles of each family, the mightiest first. */
export const rolesOf: Readonly<Record<Family, readonly string[]>> = {
  attendance: ['admin', 'faculty', 'student'],
  techtrack: ['admin', 'engineer', 'operator', 'viewer'],
  eyetracker: ['user'],
  proctorx: ['institute', 'student'],
  calibration: [],
};

/** What the edge decides about a caller: let in, unknown (401), or known and not allowed (403). */
export type Decision = 'in' | 401 | 403;

/**
 * What a token that does not count brings, in the compat profile. Operations for everybody look at no token unless they say
 * so. Calibration has no accounts of its own and takes those of every family.
 */
export function decisionOnStranger({ access }: AnyOperation, family: Family, stranger: Stranger): Decision {
  if (family === 'calibration' && stranger === 'another family') return 'in';
  if (access.kind === 'authenticated' && access.anonymousInCompat && stranger === 'no token') return 'in';
  if (access.kind !== 'public') return 401;
  return access.refusesBadToken && stranger !== 'no token' ? 401 : 'in';
}

/**
 * What an account of the operation's family with a role gets; `isSelf` where the path names that account, `rolesCount` where
 * the family's opt-in roles do.
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
