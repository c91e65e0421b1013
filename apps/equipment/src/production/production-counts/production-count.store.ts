import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { SpanStore } from '../spans/span.store.js';
import { ProductionCount } from './production-count.entity.js';

@Injectable()
export class ProductionCountStore extends SpanStore<ProductionCount> {
  constructor(database: Database) {
    super(database, ProductionCount);
  }
}
