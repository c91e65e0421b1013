import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { ConditionService } from './condition.service.js';
import { GatewayTraffic } from './gateway-traffic.entity.js';
import { GatewayTrafficStore } from './gateway-traffic.store.js';
import { HealthService } from './health.service.js';
import { MetricsService } from './metrics.service.js';
import { SystemController } from './system.controller.js';
import { SystemStore } from './system.store.js';
import { TrafficController } from './traffic.controller.js';

@Module({
  imports: [Entities.forFeature([GatewayTraffic])],
  controllers: [SystemController, TrafficController],
  providers: [ConditionService, GatewayTrafficStore, HealthService, MetricsService, SystemStore],
  exports: [ConditionService, GatewayTrafficStore, SystemStore],
})
export class SystemModule {}
