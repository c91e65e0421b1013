import { DomainError, MEBIBYTE } from '@argus/contracts';
import type { Metrics } from '@argus/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuthGatewaySettings } from '../../auth-gateway.settings.js';
import { BodyBudget } from './body-budget.js';

type Settings = Pick<
  AuthGatewaySettings,
  'BODY_BUDGET_MIB' | 'ANONYMOUS_BODY_BUDGET_MIB' | 'ANONYMOUS_BODY_LIMIT_MIB'
>;

/** Admits the body of a request before it is read, within the limit of the caller. It counts until the answer has ended. */
export type AdmittedBodies = (request: FastifyRequest, reply: FastifyReply, limitBytes: number) => void;

export function admittedBodies(settings: Settings, metrics: Metrics): AdmittedBodies {
  const refused = metrics.counter({
    name: 'argus_http_bodies_refused_total',
    help: 'Bodies refused with 503 because too many bytes were in flight; scope is whose share was spent',
    labelNames: ['scope'],
  });
  const budget = new BodyBudget(
    {
      totalBytes: settings.BODY_BUDGET_MIB * MEBIBYTE,
      addressBytes: (settings.BODY_BUDGET_MIB * MEBIBYTE) / 2,
      anonymousBytes: settings.ANONYMOUS_BODY_BUDGET_MIB * MEBIBYTE,
    },
    (scope) => refused.add({ scope }),
  );
  metrics.gauge(
    { name: 'argus_http_body_bytes', help: 'Bytes of bodies that are received or held' },
    () => budget.heldBytes,
  );
  const anonymousLimit = settings.ANONYMOUS_BODY_LIMIT_MIB * MEBIBYTE;
  return (request, reply, limitBytes) => {
    const isAnonymous = request.principal === undefined;
    const limit = isAnonymous ? Math.min(limitBytes, anonymousLimit) : limitBytes;
    const { 'content-length': declared, 'transfer-encoding': chunked } = request.headers;
    const bytes = chunked === undefined ? Number(declared ?? 0) : limit;
    if (bytes > limit) throw new DomainError('PAYLOAD_TOO_LARGE');
    request.bodyLimitBytes = limit;
    if (bytes === 0) return;
    const end = budget.admit({ bytes, address: request.ip, isAnonymous });
    reply.raw.once('close', end);
  };
}
