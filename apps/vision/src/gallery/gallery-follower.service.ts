import { randomUUID } from 'node:crypto';
import {
  type GalleryChange,
  galleryChanged,
  type GalleryRebuild,
  galleryRebuildAsked,
  type GalleryRebuilt,
} from '@argus/contracts';
import { Database, Outbox } from '@argus/persistence';
import { Every, Follows } from '@argus/service-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ServiceAnalysisPool } from '../pool/analysis-pool.service.js';
import { Galleries } from './galleries.service.js';

/** Loads the galleries at the start and applies the changes of other replicas. Where people are enrolled, faces will be described. */
@Injectable()
export class GalleryFollower implements OnModuleInit {
  private readonly replica = randomUUID();

  constructor(
    private readonly galleries: Galleries,
    private readonly pool: ServiceAnalysisPool,
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  onModuleInit(): Promise<void> {
    return this.catchUp();
  }

  /** The event is only a hint; the changes are read from Postgres. */
  @Follows(galleryChanged)
  galleryChanged(_change: GalleryChange): Promise<void> {
    return this.catchUp();
  }

  /** Reads all templates anew, and has other replicas do the same. */
  async rebuild(): Promise<GalleryRebuilt> {
    const from = performance.now();
    const people = await this.galleries.rebuild();
    const seconds = Math.round(performance.now() - from) / 1000;
    await this.database.transaction((tx) =>
      this.outbox.append(tx, galleryRebuildAsked, { done_by: this.replica }),
    );
    return { people, seconds };
  }

  @Follows(galleryRebuildAsked)
  async rebuildAsked({ done_by }: GalleryRebuild): Promise<void> {
    if (done_by !== this.replica) await this.galleries.rebuild();
  }

  /** Events may be lost, so changes are also read periodically. */
  @Every(5_000, 'read gallery changes')
  async catchUp(): Promise<void> {
    await this.galleries.catchUp();
    if (Object.keys(this.galleries.sizes()).length > 0) this.pool.describeSoon();
  }
}
