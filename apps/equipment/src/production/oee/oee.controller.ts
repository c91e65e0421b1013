import { oeeContract, type OeeQuery, type OeeView, type RowParams } from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { OeeService } from './oee.service.js';

@Controller()
@Handles(oeeContract)
export class OeeController {
  constructor(private readonly service: OeeService) {}

  get({ params, query }: { params: RowParams; query: OeeQuery }): Promise<OeeView> {
    return this.service.oee(params.id, query);
  }
}
