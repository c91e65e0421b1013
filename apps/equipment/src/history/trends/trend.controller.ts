import { trendContract, type TrendQuery, type TrendView } from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { TrendService } from './trend.service.js';

@Controller()
@Handles(trendContract)
export class TrendController {
  constructor(private readonly trends: TrendService) {}

  get({ query }: { query: TrendQuery }): Promise<TrendView> {
    return this.trends.get(query);
  }
}
