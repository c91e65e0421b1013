import type {
  ReadingBody,
  readingContract,
  ReadingDraft,
  ReadingPatch,
  ReadingQuery,
  ReadingView,
  Handlers,
  RowParams,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { ReadingService } from './reading.service.js';

@Injectable()
export class ReadingController implements Handlers<typeof readingContract> {
  constructor(private readonly readings: ReadingService) {}

  list({ query }: { query: ReadingQuery }): Promise<ReadingView[]> {
    return this.readings.list(query);
  }

  create({ body }: { body: ReadingDraft }): Promise<ReadingView> {
    return this.readings.create(body);
  }

  get({ params }: { params: RowParams }): Promise<ReadingView> {
    return this.readings.get(params.id);
  }

  replace({ params, body }: { params: RowParams; body: ReadingBody }): Promise<ReadingView> {
    return this.readings.replace(params.id, body);
  }

  change({ params, body }: { params: RowParams; body: ReadingPatch }): Promise<ReadingView> {
    return this.readings.change(params.id, body);
  }

  remove({ params }: { params: RowParams }): Promise<void> {
    return this.readings.remove(params.id);
  }
}
