import {
  type CallContext,
  type LeaveBody,
  leaveContract,
  type LeaveImport,
  type LeavePath,
  type LeaveQuery,
  type LeaveView,
  type Page,
  type RawBody,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { employeeOf } from '../../people/employee.view.js';
import { LeaveService } from './leave.service.js';
import type { ListedLeave } from './leave.store.js';

@Controller()
@Handles(leaveContract)
export class LeaveController {
  constructor(private readonly leave: LeaveService) {}

  async list({ query }: { query: LeaveQuery }, context: CallContext): Promise<Page<LeaveView>> {
    const { count, results } = await this.leave.list(query, context);
    return { count, results: results.map(viewOf) };
  }

  async create({ body }: { body: LeaveBody }, context: CallContext): Promise<LeaveView> {
    return viewOf(await this.leave.create(body, context));
  }

  remove({ params }: { params: LeavePath }, context: CallContext): Promise<void> {
    return this.leave.remove(params.id, context);
  }

  import({ body }: { body: RawBody }, context: CallContext): Promise<LeaveImport> {
    return this.leave.import(body, context);
  }
}

const viewOf = (row: ListedLeave): LeaveView => ({
  id: row.id,
  employee: employeeOf(row),
  kind: row.kind,
  date_from: row.date_from,
  date_to: row.date_to,
  part: row.part,
  reference: row.reference,
});
