import {
  type CallContext,
  readingContract,
  type ReadingQuery,
  type ReadingView,
  type RowParams,
  type StreamPiece,
  type StreamPosition,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { ReadingListService } from '../readings/reading-list.service.js';
import { ReadingService } from './reading.service.js';
import { senderOf } from './sender.js';

@Controller()
@Handles(readingContract)
export class ReadingController {
  constructor(
    private readonly readings: ReadingService,
    private readonly lists: ReadingListService,
  ) {}

  list({ query, body }: { query: ReadingQuery; body: StreamPosition }): Promise<StreamPiece> {
    return this.lists.piece(query, body);
  }

  create({ body }: { body: unknown }, context?: CallContext): Promise<ReadingView> {
    return this.readings.create(body, senderOf(context));
  }

  get({ params }: { params: RowParams }): Promise<ReadingView> {
    return this.readings.get(params.id);
  }

  replace(
    { params, body }: { params: RowParams; body: unknown },
    context?: CallContext,
  ): Promise<ReadingView> {
    return this.readings.replace(params.id, body, senderOf(context));
  }

  change(
    { params, body }: { params: RowParams; body: unknown },
    context?: CallContext,
  ): Promise<ReadingView> {
    return this.readings.change(params.id, body, senderOf(context));
  }

  remove({ params }: { params: RowParams }, context?: CallContext): Promise<void> {
    return this.readings.remove(params.id, senderOf(context));
  }
}
