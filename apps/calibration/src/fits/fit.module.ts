import { Module } from '@nestjs/common';
import { FitPool } from './fit-pool.js';

@Module({
  providers: [FitPool],
  exports: [FitPool],
})
export class FitModule {}
