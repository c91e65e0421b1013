import { sessionRevoked } from '@argus/contracts';
import { every, follow, type ServiceDefinition } from '@argus/service-kit';
import { AuthGatewayModule } from './auth-gateway.module.js';
import { authGatewaySettings } from './auth-gateway.settings.js';
import { EdgeServer } from './http/edge-server.js';
import { RateLimit } from './http/limits/rate-limit.entity.js';
import { RateLimits1764030000000 } from './migrations/1764030000000-rate-limits.js';
import { Revocations } from './trust/revocations.js';

export { documentedFamilies, documentOf } from './openapi/document.js';

/** The only HTTP server that clients see; it holds no account and no private key. */
export const authGatewayService: ServiceDefinition = {
  name: 'auth-gateway',
  schema: 'auth_gateway',
  sealingLabel: null,
  module: AuthGatewayModule,
  settings: authGatewaySettings,
  entities: [RateLimit],
  migrations: [RateLimits1764030000000],
  handlers: [],
  consumers: [follow(sessionRevoked, Revocations, 'note')],
  workers: [],
  periodic: [every(5_000, 'read revoked sessions', Revocations, 'pull')],
  listener: EdgeServer,
};
