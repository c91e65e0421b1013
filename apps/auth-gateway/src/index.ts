import { sessionRevoked } from '@argus/contracts';
import { every, follow, type ServiceDefinition } from '@argus/service-kit';
import { AuthGatewayModule } from './auth-gateway.module.js';
import { authGatewaySettings } from './auth-gateway.settings.js';
import { EdgeServer } from './http/edge-server.js';
import {
  identityConsumers,
  identityEntities,
  identityHandlers,
  identityMigrations,
  identityPeriodic,
} from './identity/index.js';
import { RateLimit } from './http/limits/rate-limit.entity.js';
import { RateLimits1764030000000 } from './migrations/1764030000000-rate-limits.js';
import { Revocations } from './trust/revocations.js';

export { documentedFamilies, documentOf } from './openapi/document.js';

export { runCommand } from './identity/commands/run-command.js';

export const authGatewayService: ServiceDefinition = {
  name: 'auth-gateway',
  schema: 'identity',
  module: AuthGatewayModule,
  settings: authGatewaySettings,
  entities: [...identityEntities, RateLimit],
  migrations: [...identityMigrations, RateLimits1764030000000],
  handlers: identityHandlers,
  consumers: [...identityConsumers, follow(sessionRevoked, Revocations, 'note')],
  workers: [],
  periodic: [...identityPeriodic, every(5_000, 'read revoked sessions', Revocations, 'pull')],
  listener: EdgeServer,
};
