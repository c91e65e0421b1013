import { dateIn, plusDays, startOfDay } from '@argus/calendar';
import { Instant, instant, type RealTimeAnalytics, type RealTimeQuery } from '@argus/contracts';
import { type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import { clockOffsets, daysBetween } from '../logs/days.js';
import { ConditionService } from '../system/condition.service.js';
import { GatewayTrafficStore } from '../system/gateway-traffic.store.js';
import { rounded } from '../system/metrics.service.js';
import { SystemStore } from '../system/system.store.js';
import { peakHour } from '../reports/attendance-patterns.js';
import { PatternStore } from '../reports/pattern.store.js';
import { OccupancyStore } from './occupancy.store.js';

const HOUR_MS = 3_600_000;

/** Tells what happens now. */
@Injectable()
export class AnalyticsService {
  constructor(
    private readonly occupancy: OccupancyStore,
    private readonly patterns: PatternStore,
    private readonly condition: ConditionService,
    private readonly system: SystemStore,
    private readonly traffic: GatewayTrafficStore,
    @Inject(platformSettings.token) private readonly platform: PlatformSettings,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
  ) {}

  async realTime({ time_zone = this.platform.SITE_TIME_ZONE }: RealTimeQuery): Promise<RealTimeAnalytics> {
    const today = dateIn(time_zone, Instant.now());
    const range = daysBetween(time_zone, today, today);
    const since = this.lastReset();
    const [passages, days, cameras, seconds, connections, queues, workers, traffic] = await Promise.all([
      this.occupancy.passages(since),
      this.patterns.days(range, clockOffsets(time_zone, range)),
      this.occupancy.cameras(),
      this.system.verificationSeconds(),
      this.system.connections(),
      this.condition.queues(),
      this.condition.workers(),
      this.traffic.recent(),
    ]);
    const { entries, exits, isTold } = passages;
    return {
      current_occupancy: isTold ? entries - exits : null,
      entries,
      exits,
      occupancy_since: instant(since),
      today_attendance: days[0]?.people ?? 0,
      peak_hour: peakHour(days),
      avg_processing_time: seconds === null ? null : rounded(seconds, 3),
      system_health: {
        api_response_time: traffic.meanSeconds === null ? null : rounded(traffic.meanSeconds, 4),
        ai_worker_status: workers.status,
        database_connections: connections,
        queue_size: queues.jobs,
      },
      camera_status: cameras,
      time_zone,
    };
  }

  /** The site's, whatever zone the question is asked in. */
  private lastReset(): Instant {
    const { SITE_TIME_ZONE: zone } = this.platform;
    const now = Instant.now();
    const today = dateIn(zone, now);
    const resetOf = (day: string): Instant =>
      Instant.ofMs(startOfDay(zone, day).ms + this.settings.OCCUPANCY_RESET_HOUR * HOUR_MS);
    const reset = resetOf(today);
    return reset.ms <= now.ms ? reset : resetOf(plusDays(today, -1));
  }
}
