import {
  type CallContext,
  type Page,
  type PageQuery,
  type PayrollDifference,
  payrollExportContract,
  type PayrollExportView,
  type PayrollFileQuery,
  type PayrollPath,
  type PayrollPeriod,
  type PayrollSheet,
  type StreamPiece,
  type StreamPosition,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { PayrollDifferences } from './payroll-difference.service.js';
import { PayrollExportService } from './payroll-export.service.js';
import { payrollDifference, payrollExportView, payrollSheet } from './payroll-export.view.js';
import { PayrollFiles } from './payroll-file.service.js';

type OfExport<T = unknown> = T & { readonly params: PayrollPath };

@Controller()
@Handles(payrollExportContract)
export class PayrollExportController {
  constructor(
    private readonly exports: PayrollExportService,
    private readonly differing: PayrollDifferences,
    private readonly files: PayrollFiles,
  ) {}

  async list({ query }: { query: PageQuery }): Promise<Page<PayrollExportView>> {
    const { count, results } = await this.exports.list(query);
    return { count, results: results.map(payrollExportView) };
  }

  async create({ body }: { body: PayrollPeriod }, context: CallContext): Promise<PayrollExportView> {
    return payrollExportView(await this.exports.create(body, context));
  }

  async get({ params }: OfExport): Promise<PayrollExportView> {
    return payrollExportView(await this.exports.get(params.id));
  }

  async sheets({ params, query }: OfExport<{ query: PageQuery }>): Promise<Page<PayrollSheet>> {
    const { count, results } = await this.exports.sheets(params.id, query);
    return { count, results: results.map(payrollSheet) };
  }

  file({
    params,
    query,
    body,
  }: OfExport<{ query: PayrollFileQuery; body: StreamPosition }>): Promise<StreamPiece> {
    return this.files.piece(params.id, query, body);
  }

  async differences({ params, query }: OfExport<{ query: PageQuery }>): Promise<Page<PayrollDifference>> {
    const { count, results } = await this.differing.list(params.id, query);
    return { count, results: results.map(payrollDifference) };
  }

  async withdraw({ params }: OfExport, context: CallContext): Promise<PayrollExportView> {
    return payrollExportView(await this.exports.withdraw(params.id, context));
  }
}
