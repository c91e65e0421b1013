import { Instant, instant, type SystemHealth } from '@argus/contracts';
import { type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { ConditionService } from './condition.service.js';
import { GatewayTrafficStore } from './gateway-traffic.store.js';
import { rounded } from './metrics.service.js';

/** Tells how the parts of the platform are. */
@Injectable()
export class HealthService {
  constructor(
    private readonly condition: ConditionService,
    private readonly traffic: GatewayTrafficStore,
    @Inject(platformSettings.token) private readonly settings: PlatformSettings,
  ) {}

  async health(): Promise<SystemHealth> {
    const [database, queues, workers, traffic] = await Promise.all([
      this.condition.database(),
      this.condition.queues(),
      this.condition.workers(),
      this.traffic.recent(),
    ]);
    const memory = this.condition.memory();
    const parts = [database, queues, workers, memory];
    const bus = this.settings.NATS_URL === undefined ? 'the process itself' : 'NATS';
    const { meanSeconds, requestsPerMinute, failedShare } = traffic;
    return {
      status: parts.every(({ status }) => status === 'healthy') ? 'healthy' : 'degraded',
      timestamp: instant(Instant.now()),
      services: {
        database: {
          status: database.status,
          response_time: database.seconds === null ? null : rounded(database.seconds, 4),
          served_by: 'PostgreSQL',
        },
        redis: {
          status: memory.status,
          memory_usage: `${Math.round(memory.used * 100)}%`,
          served_by: 'PostgreSQL (sessions, limits), memory of the processes (copies)',
        },
        rabbitmq: {
          status: queues.status,
          queue_size: queues.jobs,
          served_by: `${bus} (calls, events), PostgreSQL (jobs)`,
        },
        ai_workers: { status: workers.status, active_workers: workers.workers },
      },
      performance: {
        avg_api_response_time: meanSeconds === null ? null : rounded(meanSeconds, 4),
        requests_per_minute: rounded(requestsPerMinute, 1),
        error_rate: failedShare === null ? null : rounded(failedShare, 4),
      },
    };
  }
}
