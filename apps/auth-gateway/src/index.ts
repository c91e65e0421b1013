import { sessionRevoked } from '@argus/contracts';
import { follow, type ServiceDefinition } from '@argus/service-kit';
import { AuthGatewayModule } from './auth-gateway.module.js';
import { authGatewaySettings } from './auth-gateway.settings.js';
import { EdgeServer } from './http/edge-server.js';
import {
  identityConsumers,
  identityEntities,
  identityHandlers,
  identityMigrations,
} from './identity/index.js';
import { Revocations } from './trust/revocations.js';

export { documentOf } from './openapi/document.js';

export const authGatewayService: ServiceDefinition = {
  name: 'auth-gateway',
  schema: 'identity',
  module: AuthGatewayModule,
  settings: authGatewaySettings,
  entities: identityEntities,
  migrations: identityMigrations,
  handlers: identityHandlers,
  consumers: [...identityConsumers, follow(sessionRevoked, Revocations, 'note')],
  workers: [],
  listener: EdgeServer,
};
