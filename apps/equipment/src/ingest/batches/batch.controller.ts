import type { BatchReport, Handlers, RawBody, readingBatchContract } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { BatchService } from './batch.service.js';

@Injectable()
export class BatchController implements Handlers<typeof readingBatchContract> {
  constructor(private readonly batches: BatchService) {}

  store({ body }: { body: RawBody }): Promise<BatchReport> {
    return this.batches.store(body);
  }
}
