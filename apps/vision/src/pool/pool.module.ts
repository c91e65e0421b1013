import { Module } from '@nestjs/common';
import { ServiceAnalysisPool } from './analysis-pool.service.js';

@Module({ providers: [ServiceAnalysisPool], exports: [ServiceAnalysisPool] })
export class PoolModule {}
