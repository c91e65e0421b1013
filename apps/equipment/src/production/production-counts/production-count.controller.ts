import {
  type CallContext,
  type Page,
  productionCountContract,
  type ProductionCountView,
  type RowParams,
  type SpanQuery,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { ProductionCountService } from './production-count.service.js';

@Controller()
@Handles(productionCountContract)
export class ProductionCountController {
  constructor(private readonly counts: ProductionCountService) {}

  list({ query }: { query: SpanQuery }): Promise<Page<ProductionCountView>> {
    return this.counts.list(query);
  }

  create({ body }: { body: unknown }, context: CallContext): Promise<ProductionCountView> {
    return this.counts.create(body, context);
  }

  remove({ params }: { params: RowParams }): Promise<void> {
    return this.counts.remove(params.id);
  }
}
