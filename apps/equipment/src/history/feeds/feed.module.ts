import { Module } from '@nestjs/common';
import { ReadingModule } from '../../readings/reading.module.js';
import { FeedCursors } from './feed-position.service.js';
import { FeedService } from './feed.service.js';
import { FeedStore } from './feed.store.js';

@Module({
  imports: [ReadingModule],
  providers: [FeedCursors, FeedService, FeedStore],
  exports: [FeedService],
})
export class FeedModule {}
