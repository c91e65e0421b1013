import { type GalleryChange, galleryChanged } from '@argus/contracts';
import { Every, Follows } from '@argus/service-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ServiceAnalysisPool } from '../pool/analysis-pool.service.js';
import { Galleries } from './galleries.service.js';

/** Loads the galleries at the start and applies the changes of other replicas. Where people are enrolled, faces will be described. */
@Injectable()
export class GalleryFollower implements OnModuleInit {
  constructor(
    private readonly galleries: Galleries,
    private readonly pool: ServiceAnalysisPool,
  ) {}

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
  async catchUp(): Promise<void> {
    await this.galleries.catchUp();
    if (Object.keys(this.galleries.sizes()).length > 0) this.pool.describeSoon();
  }
}
