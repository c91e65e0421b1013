import type { GalleryChange } from '@argus/contracts';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { TemplateStore } from '../templates/template.store.js';
import { Galleries } from './galleries.js';

/** Events may be lost; the record is read again this often whatever they say. */
const CATCH_UP_EVERY_MS = 5000;
const SWEEP_EVERY_MS = 3_600_000;

/** Builds the galleries when the service starts and keeps them up with changes made by other replicas. */
@Injectable()
export class GalleryFollower implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(GalleryFollower.name);
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly galleries: Galleries,
    private readonly store: TemplateStore,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.galleries.catchUp();
    this.every(CATCH_UP_EVERY_MS, () => this.galleries.catchUp());
    this.every(SWEEP_EVERY_MS, () => this.store.forgetOldOutcomes());
  }

  /** The event only says that there is something new; what it is stands in the record. */
  async galleryChanged(_change: GalleryChange): Promise<void> {
    await this.galleries.catchUp();
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  private every(periodMs: number, work: () => Promise<void>): void {
    const run = () =>
      void work().catch((error: unknown) => this.logger.warn('Reading the galleries failed', error));
    this.timers.push(setInterval(run, periodMs).unref());
  }
}
