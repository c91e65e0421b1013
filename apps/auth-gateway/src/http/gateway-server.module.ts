import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { TrustModule } from '../trust/trust.module.js';
import { GatewayServer } from './gateway-server.service.js';
import { RateLimit } from './limits/rate-limit.entity.js';

@Module({
  imports: [TrustModule, Entities.forFeature([RateLimit])],
  providers: [GatewayServer],
})
export class GatewayServerModule {}
