import {
  type CallContext,
  type ProductionPlan,
  productionPlanContract,
  type ProductionPlanView,
  type RowParams,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { ProductionPlanService } from './production-plan.service.js';

@Controller()
@Handles(productionPlanContract)
export class ProductionPlanController {
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
