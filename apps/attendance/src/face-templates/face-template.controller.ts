import {
  faceTemplateContract,
  type FaceTemplateSummary,
  type OutdatedPersonView,
  type Page,
  type PageQuery,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { FaceTemplateService } from './face-template.service.js';

@Controller()
@Handles(faceTemplateContract)
export class FaceTemplateController {
  constructor(private readonly templates: FaceTemplateService) {}

  summary(): Promise<FaceTemplateSummary> {
    return this.templates.summary();
  }

  outdated({ query }: { query: PageQuery }): Promise<Page<OutdatedPersonView>> {
    return this.templates.outdated(query);
  }
}
