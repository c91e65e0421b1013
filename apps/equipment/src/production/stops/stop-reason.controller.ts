import type { Handlers, RowParams, StopReason, stopReasonContract, StopReasonView } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { StopReasonService } from './stop-reason.service.js';

@Injectable()
export class StopReasonController implements Handlers<typeof stopReasonContract> {
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
