import { Module } from '@nestjs/common';
import { PoolController } from './pool.controller.js';
import { ServiceAnalysisPool } from './analysis-pool.service.js';

@Module({ controllers: [PoolController], providers: [ServiceAnalysisPool], exports: [ServiceAnalysisPool] })
export class PoolModule {}
