import type { DomainError } from '@argus/contracts';
import type { Metrics } from '@argus/service-kit';

/* Codes of failed authentication and authorization. */
const reasons: ReadonlySet<string> = new Set([
  'NOT_AUTHENTICATED',
  'TOKEN_INVALID',
  'INVALID_CREDENTIALS',
  'REFRESH_TOKEN_INVALID',
  'REFRESH_TOKEN_ENDED',
  'REFRESH_TOKEN_WRONG_TYPE',
  'PERMISSION_DENIED',
  'SESSION_REQUIRED',
]);

/** Counts failed authentications and authorizations by code; a sudden rise means an attack or a broken client. */
export function authFailures(metrics: Metrics): (error: Pick<DomainError, 'code'>) => void {
  const failures = metrics.counter({
    name: 'argus_auth_failures_total',
    help: 'Requests that failed authentication or authorization; reason is the error code',
    labelNames: ['reason'],
  });
  return ({ code }) => {
    if (reasons.has(code)) failures.add({ reason: code });
  };
}
