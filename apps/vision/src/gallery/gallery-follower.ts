import { type GalleryChange, galleryChanged } from '@argus/contracts';
import { Every, Follows } from '@argus/service-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Galleries } from './galleries.js';

/** Builds the galleries when the service starts and keeps them up with changes made by other replicas. */
@Injectable()
export class GalleryFollower implements OnModuleInit {
  constructor(private readonly galleries: Galleries) {}

  onModuleInit(): Promise<void> {
    return this.catchUp();
  }

  /** The event only says that there is something new; what it is stands in the record. */
  @Follows(galleryChanged)
  galleryChanged(_change: GalleryChange): Promise<void> {
    return this.catchUp();
  }

  /** Events may be lost, so the record is also read periodically, whatever they say. */
  @Every(5_000, 'read the galleries')
  catchUp(): Promise<void> {
    return this.galleries.catchUp();
  }
}
