import { Module } from '@nestjs/common';
import { FitPool } from './fit-pool.service.js';

@Module({
  providers: [FitPool],
  exports: [FitPool],
})
export class FitModule {}
