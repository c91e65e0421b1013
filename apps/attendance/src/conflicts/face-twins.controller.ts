import {
  type CallContext,
  faceTwinsContract,
  type FaceTwinsPath,
  type FaceTwinsView,
  type Page,
  type PageQuery,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { FaceTwinsService } from './face-twins.service.js';

@Controller()
@Handles(faceTwinsContract)
export class FaceTwinsController {
  constructor(private readonly twins: FaceTwinsService) {}

  list({ query }: { query: PageQuery }): Promise<Page<FaceTwinsView>> {
    return this.twins.list(query);
  }

  end({ params }: { params: FaceTwinsPath }, context: CallContext): Promise<void> {
    return this.twins.end(params, context);
  }
}
