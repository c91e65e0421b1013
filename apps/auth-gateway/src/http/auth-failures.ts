import type { DomainError } from '@argus/contracts';
import type { Metrics } from '@argus/service-kit';

/* Refusals of who somebody says he is, and of what he may. */
const reasons: ReadonlySet<string> = new Set([
  'NOT_AUTHENTICATED',
  'TOKEN_INVALID',
  'INVALID_CREDENTIALS',
  'REFRESH_TOKEN_INVALID',
  'REFRESH_TOKEN_ENDED',
  'REFRESH_TOKEN_WRONG_TYPE',
  'PERMISSION_DENIED',
]);

/** Counts failed authentications and authorizations by their code; a jump of one is an attack or a broken client. */
export function authFailures(metrics: Metrics): (error: Pick<DomainError, 'code'>) => void {
  const failures = metrics.counter({
    name: 'argus_auth_failures_total',
    help: 'Requests refused for who sent them; reason is the code of the refusal',
    labelNames: ['reason'],
  });
  return ({ code }) => {
    if (reasons.has(code)) failures.add({ reason: code });
  };
}
