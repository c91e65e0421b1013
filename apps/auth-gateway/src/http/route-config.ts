import type { AnyOperation, Family } from '@argus/contracts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The operation that a route is bound to. */
    operation?: AnyOperation;
    family?: Family;
  }
}
