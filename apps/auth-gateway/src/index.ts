import type { ServiceDefinition } from '@argus/service-kit';
import { AuthGatewayModule } from './auth-gateway.module.js';
import { calledOperations } from './called-operations.js';
import { authGatewaySettings } from './auth-gateway.settings.js';
import { GatewayServer } from './http/gateway-server.service.js';
import { RateLimits1764030000000 } from './migrations/1764030000000-rate-limits.js';

export { documentedFamilies, documentOf } from './openapi/document.js';

/** The only HTTP server that clients see; it holds no account and no private key. */
export const authGatewayService: ServiceDefinition = {
  name: 'auth-gateway',
  schema: 'auth_gateway',
  sealingLabel: null,
  module: AuthGatewayModule,
  settings: authGatewaySettings,
  migrations: [RateLimits1764030000000],
  listener: GatewayServer,
  calls: calledOperations,
};
