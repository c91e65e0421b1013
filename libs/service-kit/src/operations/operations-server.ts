import fastify from 'fastify';
import type { ProcessMetrics } from '../metrics/process-metrics.js';
import { redactText } from '../logs/redact.js';
import type { Readiness } from './readiness.js';

export interface OperationsServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Health and metrics of the process, for orchestrators and monitoring. Answers from the start of the process to its very
 * end, so that it can say what is going on.
 */
export async function startOperationsServer(
  { host, port }: { host: string; port: number },
  readiness: Readiness,
  metrics: ProcessMetrics,
): Promise<OperationsServer> {
  const server = fastify({ forceCloseConnections: true });

  // That the event loop answers is all that liveness means: a restart cures nothing else.
  server.get('/healthz', () => ({ status: 'alive' }));

  server.get('/readyz', async (_request, reply) => {
    const { ready, status, failing } = await readiness.report();
    const shown = Object.fromEntries(
      Object.entries(failing).map(([name, reason]) => [name, redactText(reason)]),
    );
    return reply.code(ready ? 200 : 503).send({ status, ...(!ready && { failing: shown }) });
  });

  server.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );

  return { url: await server.listen({ host, port }), close: () => server.close() };
}
