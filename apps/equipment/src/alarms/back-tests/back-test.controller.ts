import {
  backTestContract,
  type BackTestParams,
  type BackTestRequest,
  type BackTestView,
  type RowParams,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { BackTestService } from './back-test.service.js';

@Controller()
@Handles(backTestContract)
export class BackTestController {
  constructor(private readonly backTests: BackTestService) {}

  start({ params, body }: { params: RowParams; body: BackTestRequest }): Promise<BackTestView> {
    return this.backTests.start(params.id, body);
  }

  get({ params }: { params: BackTestParams }): Promise<BackTestView> {
    return this.backTests.get(params.id);
  }
}
