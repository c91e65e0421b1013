import {
  type CallContext,
  type Page,
  workDayContract,
  type WorkDayQuery,
  type WorkDayView,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { WorkDayService } from './work-day.service.js';
import { workDayView } from './work-day.view.js';

@Controller()
@Handles(workDayContract)
export class WorkDayController {
  constructor(private readonly days: WorkDayService) {}

  async list({ query }: { query: WorkDayQuery }, context: CallContext): Promise<Page<WorkDayView>> {
    const { count, results } = await this.days.list(query, context);
    return { count, results: results.map(workDayView) };
  }
}
