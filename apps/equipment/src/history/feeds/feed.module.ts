import { Module } from '@nestjs/common';
import { MachineModule } from '../../machines/machine.module.js';
import { ReadingModule } from '../../readings/reading.module.js';
import { FeedCursors } from './feed-position.service.js';
import { FeedService } from './feed.service.js';
import { FeedStore } from './feed.store.js';
import { ReadingFeed } from './reading-feed.service.js';

@Module({
  imports: [MachineModule, ReadingModule],
  providers: [FeedCursors, FeedService, FeedStore, ReadingFeed],
  exports: [FeedService, ReadingFeed],
})
export class FeedModule {}
