import {
  type AssignmentChange,
  type AssignmentPath,
  type AssignmentQuery,
  type AssignmentView,
  type AssignShifts,
  type Assigned,
  type CallContext,
  type Page,
  shiftAssignmentContract,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { employeeOf } from '../../people/employee.view.js';
import { AssignmentService } from './shift-assignment.service.js';
import type { ListedAssignment } from '../shift-plans/shift-assignment.store.js';

@Controller()
@Handles(shiftAssignmentContract)
export class AssignmentController {
  constructor(private readonly assignments: AssignmentService) {}

  async list({ query }: { query: AssignmentQuery }, context: CallContext): Promise<Page<AssignmentView>> {
    const { count, results } = await this.assignments.list(query, context);
    return { count, results: results.map(viewOf) };
  }

  async create({ body }: { body: AssignShifts }, context: CallContext): Promise<Assigned> {
    const ids = await this.assignments.create(body, context);
    return { assigned: ids.length, ids };
  }

  async change(
    { params, body }: { params: AssignmentPath; body: AssignmentChange },
    context: CallContext,
  ): Promise<AssignmentView> {
    return viewOf(await this.assignments.change(params.id, body, context));
  }

  remove({ params }: { params: AssignmentPath }, context: CallContext): Promise<void> {
    return this.assignments.remove(params.id, context);
  }
}

const viewOf = (row: ListedAssignment): AssignmentView => ({
  id: row.id,
  employee: employeeOf(row),
  shifts: row.shifts,
  turn: row.turn,
  date_from: row.date_from,
  date_to: row.date_to ?? null,
  holiday_calendar: row.holiday_calendar ?? null,
});
