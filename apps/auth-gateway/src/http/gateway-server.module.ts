import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { TrustModule } from '../trust/trust.module.js';
import { GatewayServer } from './gateway-server.service.js';
import { RateLimitClock } from './limits/rate-limit.clock.js';
import { RateLimit } from './limits/rate-limit.entity.js';
import { RateLimitStore } from './limits/rate-limit.store.js';
import { TrafficMeter } from './traffic/traffic-meter.service.js';

@Module({
  imports: [TrustModule, Entities.forFeature([RateLimit])],
  providers: [GatewayServer, RateLimitClock, RateLimitStore, TrafficMeter],
})
export class GatewayServerModule {}
