import { Module } from '@nestjs/common';
import { ServiceAnalysisPool } from './service-analysis-pool.js';

@Module({ providers: [ServiceAnalysisPool], exports: [ServiceAnalysisPool] })
export class PoolModule {}
