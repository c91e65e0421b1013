import { Module } from '@nestjs/common';
import { EdgeServerModule } from './http/edge-server.module.js';

/** The HTTP server, and how it judges tokens and keys with what identity publishes. */
@Module({
  imports: [EdgeServerModule],
})
export class AuthGatewayModule {}
