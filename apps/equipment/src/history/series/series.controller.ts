import {
  type AggregateQuery,
  type AggregateView,
  type CallContext,
  type DownsampleQuery,
  type DownsampleView,
  type ExportQuery,
  type FollowedReadings,
  type FollowReadingsQuery,
  seriesContract,
  type StreamPiece,
  type StreamPosition,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { ExportService } from '../exports/export.service.js';
import { ReadingFeed } from '../feeds/reading-feed.service.js';
import { SeriesService } from './series.service.js';

@Controller()
@Handles(seriesContract)
export class SeriesController {
  constructor(
    private readonly series: SeriesService,
    private readonly exports: ExportService,
    private readonly feed: ReadingFeed,
  ) {}

  aggregate({ query }: { query: AggregateQuery }): Promise<AggregateView> {
    return this.series.aggregate(query);
  }

  downsample({ query }: { query: DownsampleQuery }): Promise<DownsampleView> {
    return this.series.downsample(query);
  }

  export({ query, body }: { query: ExportQuery; body: StreamPosition }): Promise<StreamPiece> {
    return this.exports.piece(query, body);
  }

  follow({ query }: { query: FollowReadingsQuery }, context: CallContext): Promise<FollowedReadings> {
    return this.feed.follow(query, context);
  }
}
