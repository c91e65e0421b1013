import { DomainError } from '@argus/contracts';
import { Metrics, ProcessMetrics } from '@argus/service-kit';
import { expect, it } from '@jest/globals';
import { authFailures } from './auth-failures.js';

it('argus_auth_failures_total: counts failed authentications by code, and no other errors', async () => {
  const metrics = new ProcessMetrics();
  const note = authFailures(new Metrics(metrics, 'auth-gateway'));
  for (const code of ['TOKEN_INVALID', 'TOKEN_INVALID', 'INVALID_CREDENTIALS', 'NOT_FOUND', 'RATE_LIMITED'])
    note(new DomainError(code));
  const text = await metrics.registry.getSingleMetricAsString('argus_auth_failures_total');
  expect(
    text
      .split('\n')
      .filter((line) => !line.startsWith('#'))
      .sort(),
  ).toEqual([
    'argus_auth_failures_total{reason="INVALID_CREDENTIALS",service="auth-gateway"} 1',
    'argus_auth_failures_total{reason="TOKEN_INVALID",service="auth-gateway"} 2',
  ]);
});
