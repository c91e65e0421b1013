import { type RowParams, type StopReason, stopReasonContract, type StopReasonView } from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { StopReasonService } from './stop-reason.service.js';

@Controller()
@Handles(stopReasonContract)
export class StopReasonController {
  constructor(private readonly reasons: StopReasonService) {}

  list(): Promise<StopReasonView[]> {
    return this.reasons.list();
  }

  create({ body }: { body: StopReason }): Promise<StopReasonView> {
    return this.reasons.create(body);
  }

  remove({ params }: { params: RowParams }): Promise<void> {
    return this.reasons.remove(params.id);
  }
}
