import type { GalleryChange } from '@argus/contracts';
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
  galleryChanged(_change: GalleryChange): Promise<void> {
    return this.catchUp();
  }

  /** Events may be lost, so the record is also read periodically, whatever they say. */
  catchUp(): Promise<void> {
    return this.galleries.catchUp();
  }
}
