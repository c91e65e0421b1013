import {
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

  create({ body }: { body: unknown }): Promise<ReadingView> {
    return this.readings.create(body);
  }

  get({ params }: { params: RowParams }): Promise<ReadingView> {
    return this.readings.get(params.id);
  }

  replace({ params, body }: { params: RowParams; body: unknown }): Promise<ReadingView> {
    return this.readings.replace(params.id, body);
  }

  change({ params, body }: { params: RowParams; body: unknown }): Promise<ReadingView> {
    return this.readings.change(params.id, body);
  }

  remove({ params }: { params: RowParams }): Promise<void> {
    return this.readings.remove(params.id);
  }
}
