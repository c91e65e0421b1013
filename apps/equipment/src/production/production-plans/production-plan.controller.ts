import type {
  CallContext,
  Handlers,
  ProductionPlan,
  productionPlanContract,
  ProductionPlanView,
  RowParams,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { ProductionPlanService } from './production-plan.service.js';

@Injectable()
export class ProductionPlanController implements Handlers<typeof productionPlanContract> {
  constructor(private readonly plans: ProductionPlanService) {}

  list(): Promise<ProductionPlanView[]> {
    return this.plans.list();
  }

  create({ body }: { body: ProductionPlan }, context: CallContext): Promise<ProductionPlanView> {
    return this.plans.create(body, context);
  }

  get({ params }: { params: RowParams }): Promise<ProductionPlanView> {
    return this.plans.get(params.id);
  }

  replace(
    { params, body }: { params: RowParams; body: ProductionPlan },
    context: CallContext,
  ): Promise<ProductionPlanView> {
    return this.plans.replace(params.id, body, context);
  }

  remove({ params }: { params: RowParams }): Promise<void> {
    return this.plans.remove(params.id);
  }
}
