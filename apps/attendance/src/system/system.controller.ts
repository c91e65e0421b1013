import { systemContract, type SystemHealth, type SystemMetrics } from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { HealthService } from './health.service.js';
import { MetricsService } from './metrics.service.js';

@Controller()
@Handles(systemContract)
export class SystemController {
  constructor(
    private readonly system: HealthService,
    private readonly machine: MetricsService,
  ) {}

  health(): Promise<SystemHealth> {
    return this.system.health();
  }

  metrics(): Promise<SystemMetrics> {
    return this.machine.metrics();
  }
}
