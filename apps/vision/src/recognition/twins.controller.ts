import {
  existing,
  type GalleryPage,
  offsetOf,
  type Page,
  type TwinsAnswer,
  twinsContract,
  type TwinsReference,
  type TwinsView,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { ConflictStore } from '../templates/conflict.store.js';
import { TemplateStore } from '../templates/template.store.js';

@Controller()
@Handles(twinsContract)
export class TwinsController {
  constructor(
    private readonly conflicts: ConflictStore,
    private readonly templates: TemplateStore,
  ) {}

  async list({ body }: { body: GalleryPage }): Promise<Page<TwinsView>> {
    return existing(await this.conflicts.twins(body.gallery, body.page_size, offsetOf(body)), body);
  }

  async areTwins({ body }: { body: TwinsReference }): Promise<TwinsAnswer> {
    const pairs = await this.conflicts.pairedWith(body.gallery, body.subject);
    return { twins: pairs.has(body.other) };
  }

  async end({ body }: { body: TwinsReference }): Promise<TwinsAnswer> {
    return { twins: await this.templates.change((tx) => this.conflicts.endPair(tx, body)) };
  }
}
