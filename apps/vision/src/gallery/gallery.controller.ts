import {
  existing,
  type GalleryPage,
  type GalleryReference,
  offsetOf,
  type OutdatedTemplateView,
  type Page,
  galleryContract,
  type GalleryRebuilt,
  type TemplateCounts,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { descriptorModelId } from '../descriptor/descriptor-model.js';
import { TemplateStore } from '../templates/template.store.js';
import { GalleryFollower } from './gallery-follower.service.js';
import { Galleries } from './galleries.service.js';

@Controller()
@Handles(galleryContract)
export class GalleryController {
  constructor(
    private readonly store: TemplateStore,
    private readonly galleries: Galleries,
    private readonly follower: GalleryFollower,
  ) {}

  async templates({ body }: { body: GalleryReference }): Promise<TemplateCounts> {
    const counts = await this.store.countByModel(body.gallery);
    const useOf = (model: string) => (this.galleries.compares(model) ? 'recognised' : 'ignored');
    return {
      models: counts.map(({ model, people }) => ({
        model,
        people,
        use: model === descriptorModelId ? 'current' : useOf(model),
      })),
    };
  }

  async outdated({ body }: { body: GalleryPage }): Promise<Page<OutdatedTemplateView>> {
    return existing(await this.store.outdated(body.gallery, body.page_size, offsetOf(body)), body);
  }

  rebuild(): Promise<GalleryRebuilt> {
    return this.follower.rebuild();
  }
}
