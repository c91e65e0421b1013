import { analyticsContract, type RealTimeAnalytics, type RealTimeQuery } from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { AnalyticsService } from './analytics.service.js';

@Controller()
@Handles(analyticsContract)
export class AnalyticsController {
  constructor(private readonly analytics: AnalyticsService) {}

  realTime({ query }: { query: RealTimeQuery }): Promise<RealTimeAnalytics> {
    return this.analytics.realTime(query);
  }
}
