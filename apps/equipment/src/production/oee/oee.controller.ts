import type { Handlers, oeeContract, OeeQuery, OeeView, RowParams } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { OeeService } from './oee.service.js';

@Injectable()
export class OeeController implements Handlers<typeof oeeContract> {
  constructor(private readonly service: OeeService) {}

  get({ params, query }: { params: RowParams; query: OeeQuery }): Promise<OeeView> {
    return this.service.oee(params.id, query);
  }
}
