import {
  type CallContext,
  type CorrectionBody,
  correctionContract,
  type CorrectionDecision,
  type CorrectionPath,
  type CorrectionQuery,
  type CorrectionView,
  instant,
  instantOrNull,
  type Page,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { employeeOf } from '../../people/employee.view.js';
import { CorrectionService } from './correction.service.js';
import type { ListedCorrection } from './correction.store.js';

@Controller()
@Handles(correctionContract)
export class CorrectionController {
  constructor(private readonly corrections: CorrectionService) {}

  async list({ query }: { query: CorrectionQuery }, context: CallContext): Promise<Page<CorrectionView>> {
    const { count, results } = await this.corrections.list(query, context);
    return { count, results: results.map(viewOf) };
  }

  async create({ body }: { body: CorrectionBody }, context: CallContext): Promise<CorrectionView> {
    return viewOf(await this.corrections.create(body, context));
  }

  async decide(
    { params, body }: { params: CorrectionPath; body: CorrectionDecision },
    context: CallContext,
  ): Promise<CorrectionView> {
    return viewOf(await this.corrections.decide(params.id, body, context));
  }

  async withdraw({ params }: { params: CorrectionPath }, context: CallContext): Promise<CorrectionView> {
    return viewOf(await this.corrections.withdraw(params.id, context));
  }
}

const viewOf = (row: ListedCorrection): CorrectionView => ({
  id: row.id,
  employee: employeeOf(row),
  timestamp: instant(row.occurredAt),
  direction: row.direction,
  reason: row.reason,
  status: row.status,
  requested_by: row.requestedBy,
  requested_at: instant(row.requestedAt),
  decided_by: row.decidedBy,
  decided_at: instantOrNull(row.decidedAt),
  note: row.note,
});
