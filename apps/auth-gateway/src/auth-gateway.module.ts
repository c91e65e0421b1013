import { Module } from '@nestjs/common';
import { GatewayServerModule } from './http/gateway-server.module.js';

/** The HTTP server. It verifies tokens and API keys with what `identity` publishes. */
@Module({
  imports: [GatewayServerModule],
})
export class AuthGatewayModule {}
