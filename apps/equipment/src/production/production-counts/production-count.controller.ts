import type {
  CallContext,
  Handlers,
  Page,
  ProductionCount,
  productionCountContract,
  ProductionCountView,
  RowParams,
  SpanQuery,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { ProductionCountService } from './production-count.service.js';

@Injectable()
export class ProductionCountController implements Handlers<typeof productionCountContract> {
  constructor(private readonly counts: ProductionCountService) {}

  list({ query }: { query: SpanQuery }): Promise<Page<ProductionCountView>> {
    return this.counts.list(query);
  }

  create({ body }: { body: ProductionCount }, context: CallContext): Promise<ProductionCountView> {
    return this.counts.create(body, context);
  }

  remove({ params }: { params: RowParams }): Promise<void> {
    return this.counts.remove(params.id);
  }
}
