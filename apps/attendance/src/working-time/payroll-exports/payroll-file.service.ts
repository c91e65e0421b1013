import type { PayrollFileQuery, StreamPiece, StreamPosition } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { headerOf, linesOf } from './payroll-csv.js';
import { PayrollExportService } from './payroll-export.service.js';
import { PayrollExportStore } from './payroll-export.store.js';

const PEOPLE_PER_PIECE = 200;

/** Writes an export as a file, piece by piece. Exports never change, so any replica goes on with it. */
@Injectable()
export class PayrollFiles {
  constructor(
    private readonly exports: PayrollExportService,
    private readonly store: PayrollExportStore,
  ) {}

  /** @throws DomainError PAYROLL_EXPORT_NOT_FOUND */
  async piece(id: string, { rows }: PayrollFileQuery, { state }: StreamPosition): Promise<StreamPiece> {
    const { dateFrom, dateTo, people } = await this.exports.get(id);
    const before = state === undefined ? 0 : Number(Buffer.from(state).toString());
    const sheets = await this.store.sheets(id, PEOPLE_PER_PIECE, before);
    const after = before + sheets.length;
    const text = (before === 0 ? headerOf(rows) : '') + sheets.map((sheet) => linesOf(sheet, rows)).join('');
    return {
      bytes: Buffer.from(text),
      ...(after < people && sheets.length > 0 && { next: Buffer.from(String(after)) }),
      media_type: 'text/csv; charset=utf-8',
      filename: `payroll-${dateFrom}-${dateTo}.csv`,
    };
  }
}
