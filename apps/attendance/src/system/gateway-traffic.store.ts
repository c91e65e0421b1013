import type { AnsweredRequests } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Every } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';

const RECENT_MINUTES = 5;

/** What all gateways answered in the last minutes. */
export interface RecentTraffic {
  readonly requestsPerMinute: number;
  /** Null without requests. */
  readonly meanSeconds: number | null;
  /** 0 to 1; null without requests. */
  readonly failedShare: number | null;
}

@Injectable()
export class GatewayTrafficStore {
  constructor(private readonly database: Database) {}

  async add({ gateway, requests, failures, seconds }: AnsweredRequests): Promise<void> {
    await this.database.prepared(
      'gateway-traffic added',
      `INSERT INTO gateway_traffic AS told (minute, gateway, requests, failures, seconds)
       VALUES (date_trunc('minute', now()), $1, $2, $3, $4)
       ON CONFLICT (minute, gateway) DO UPDATE SET requests = told.requests + excluded.requests,
         failures = told.failures + excluded.failures, seconds = told.seconds + excluded.seconds`,
      [gateway, requests, failures, seconds],
    );
  }

  async recent(): Promise<RecentTraffic> {
    const [row] = await this.database.prepared<RecentTraffic>(
      'gateway-traffic recent',
      `SELECT coalesce(sum(requests), 0)::float8 / $1 AS "requestsPerMinute",
              sum(seconds) / nullif(sum(requests), 0) AS "meanSeconds",
              sum(failures)::float8 / nullif(sum(requests), 0) AS "failedShare"
         FROM gateway_traffic WHERE minute > now() - make_interval(mins => $1::int)`,
      [RECENT_MINUTES],
    );
    return row!;
  }

  @Every(600_000, 'delete old traffic of gateways')
  async deleteOld(): Promise<void> {
    await this.database.query("DELETE FROM gateway_traffic WHERE minute < now() - interval '1 hour'");
  }
}
