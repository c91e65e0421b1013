import {
  type CallContext,
  type Page,
  type RowParams,
  type SpanQuery,
  stopContract,
  type StopExplanationView,
  type StopList,
  type StopQuery,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { OeeService } from './oee.service.js';
import { StopExplanationService } from '../stops/stop-explanation.service.js';

@Controller()
@Handles(stopContract)
export class StopController {
  constructor(
    private readonly oee: OeeService,
    private readonly explanations: StopExplanationService,
  ) {}

  list({ params, query }: { params: RowParams; query: StopQuery }): Promise<StopList> {
    return this.oee.stops(params.id, query);
  }

  listExplanations({ query }: { query: SpanQuery }): Promise<Page<StopExplanationView>> {
    return this.explanations.list(query);
  }

  explain({ body }: { body: unknown }, context: CallContext): Promise<StopExplanationView> {
    return this.explanations.create(body, context);
  }

  removeExplanation({ params }: { params: RowParams }): Promise<void> {
    return this.explanations.remove(params.id);
  }
}
