import type { Handlers, trendContract, TrendQuery, TrendView } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { TrendService } from './trend.service.js';

@Injectable()
export class TrendController implements Handlers<typeof trendContract> {
  constructor(private readonly trends: TrendService) {}

  get({ query }: { query: TrendQuery }): Promise<TrendView> {
    return this.trends.get(query);
  }
}
