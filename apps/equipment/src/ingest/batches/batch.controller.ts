import {
  type BatchQuery,
  type BatchReport,
  type CallContext,
  type RawBody,
  readingBatchContract,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { senderOf } from '../sender.js';
import { BatchService } from './batch.service.js';

@Controller()
@Handles(readingBatchContract)
export class BatchController {
  constructor(private readonly batches: BatchService) {}

  store({ query, body }: { query: BatchQuery; body: RawBody }, context?: CallContext): Promise<BatchReport> {
    return this.batches.store(body, query.timestamp_unit, senderOf(context));
  }
}
