import type {
  backTestContract,
  BackTestParams,
  BackTestRequest,
  BackTestView,
  Handlers,
  RowParams,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { BackTestService } from './back-test.service.js';

@Injectable()
export class BackTestController implements Handlers<typeof backTestContract> {
  constructor(private readonly backTests: BackTestService) {}

  start({ params, body }: { params: RowParams; body: BackTestRequest }): Promise<BackTestView> {
    return this.backTests.start(params.id, body);
  }

  get({ params }: { params: BackTestParams }): Promise<BackTestView> {
    return this.backTests.get(params.id);
  }
}
