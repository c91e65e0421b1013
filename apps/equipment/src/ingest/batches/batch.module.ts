import { Module } from '@nestjs/common';
import { IngestModule } from '../ingest.module.js';
import { BatchController } from './batch.controller.js';
import { BatchService } from './batch.service.js';

@Module({
  imports: [IngestModule],
  controllers: [BatchController],
  providers: [BatchService],
})
export class BatchModule {}
