import { poolContract, type PoolState } from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { ServiceAnalysisPool } from './analysis-pool.service.js';

@Controller()
@Handles(poolContract)
export class PoolController {
  constructor(private readonly pool: ServiceAnalysisPool) {}

  async state(): Promise<PoolState> {
    const { workers, queued, backend } = this.pool;
    return { workers, queued, backend };
  }
}
