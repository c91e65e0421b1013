import {
  type CallContext,
  conflictContract,
  type ConflictPath,
  type ConflictQuery,
  type ConflictView,
  type DecideConflict,
  type Page,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { ConflictService } from './conflict.service.js';

@Controller()
@Handles(conflictContract)
export class ConflictController {
  constructor(private readonly conflicts: ConflictService) {}

  list({ query }: { query: ConflictQuery }): Promise<Page<ConflictView>> {
    return this.conflicts.list(query);
  }

  get({ params }: { params: ConflictPath }): Promise<ConflictView> {
    return this.conflicts.get(params.id);
  }

  decide(
    { params, body }: { params: ConflictPath; body: DecideConflict },
    context: CallContext,
  ): Promise<ConflictView> {
    return this.conflicts.decide(params.id, body, context);
  }
}
