import { type GalleryChange, galleryChanged } from '@argus/contracts';
import { Every, Follows } from '@argus/service-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Galleries } from './galleries.service.js';

/** Loads the galleries at the start and applies the changes of other replicas. */
@Injectable()
export class GalleryFollower implements OnModuleInit {
  constructor(private readonly galleries: Galleries) {}

  onModuleInit(): Promise<void> {
    return this.catchUp();
  }

  /** The event is only a hint; the changes are read from Postgres. */
  @Follows(galleryChanged)
  galleryChanged(_change: GalleryChange): Promise<void> {
    return this.catchUp();
  }

  /** Events may be lost, so changes are also read periodically. */
  @Every(5_000, 'read gallery changes')
  catchUp(): Promise<void> {
    return this.galleries.catchUp();
  }
}
