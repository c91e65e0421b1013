import type { AnyOperation, Family, JsonBounds } from '@argus/contracts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The operation that the route serves. */
    operation?: AnyOperation;
    family?: Family;
    /** What its JSON body may hold. */
    jsonBounds?: JsonBounds;
  }
}
