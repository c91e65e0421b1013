import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { TrustModule } from '../trust/trust.module.js';
import { EdgeServer } from './edge-server.js';
import { RateLimit } from './limits/rate-limit.entity.js';

@Module({
  imports: [TrustModule, Entities.forFeature([RateLimit])],
  providers: [EdgeServer],
})
export class EdgeServerModule {}
