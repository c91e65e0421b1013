import fastify from 'fastify';
import type { ProcessMetrics } from '../metrics/process-metrics.js';
import { redactText } from '../logs/redact.js';
import type { Readiness } from './readiness.js';

export interface OperationsServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves health and metrics of the process to orchestrators and monitoring. Answers from the start of the process to its end, so
 * that it can report a start or a stop.
 */
export async function startOperationsServer(
  { host, port }: { host: string; port: number },
  readiness: Readiness,
  metrics: ProcessMetrics,
): Promise<OperationsServer> {
  const server = fastify({ forceCloseConnections: true });

  // Liveness only means that the event loop answers: a restart cures nothing else.
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
