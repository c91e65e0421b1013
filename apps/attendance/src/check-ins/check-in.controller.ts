import {
  type CallContext,
  type CheckIn,
  checkInContract,
  type CheckInQuery,
  type CheckInQueued,
  type CheckInView,
  instant,
  type Page,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { publicTaskId } from '../tasks/task-id.js';
import { CheckInService } from './check-in.service.js';
import type { ListedCheckIn } from './check-in.store.js';

@Controller()
@Handles(checkInContract)
export class CheckInController {
  constructor(private readonly checkIns: CheckInService) {}

  create({ body }: { body: CheckIn }, context: CallContext): Promise<CheckInQueued> {
    return this.checkIns.checkIn(body, context);
  }

  async list({ query }: { query: CheckInQuery }): Promise<Page<CheckInView>> {
    const { count, results } = await this.checkIns.list(query);
    return { count, results: results.map(checkInView) };
  }
}

const checkInView = ({ latitude, longitude, ...row }: ListedCheckIn): CheckInView => ({
  id: row.id,
  employee_id: row.employeeId,
  name: row.name,
  timestamp: instant(row.at),
  location: latitude === null || longitude === null ? null : { latitude, longitude },
  accuracy_m: row.accuracyM,
  task_id: row.taskId && publicTaskId('verify', row.taskId),
  outcome: row.outcome,
  rule: row.rule,
  site: row.site,
  distance_m: row.distanceM,
  clock_difference_s: row.clockDifferenceS,
  message: row.message,
});
