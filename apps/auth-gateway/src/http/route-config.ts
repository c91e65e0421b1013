import type { AnyOperation, Family } from '@argus/contracts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The operation that the route serves. */
    operation?: AnyOperation;
    family?: Family;
  }
}
