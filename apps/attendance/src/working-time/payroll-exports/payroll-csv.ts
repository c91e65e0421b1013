import { BYTE_ORDER_MARK, csvLine } from '../../csv-line.js';
import type { PayrollFileQuery } from '@argus/contracts';
import { figureNames } from '../engine/work-figures.js';
import { totalsOf } from './payroll-day.js';
import type { Sheet } from './payroll-export.store.js';

const WHO = ['employee_id', 'name', 'department'] as const;
const columns = {
  totals: [...WHO, 'attended_days', 'absent_days', ...figureNames],
  days: [...WHO, 'date', 'status', ...figureNames],
} as const;

export const headerOf = (rows: PayrollFileQuery['rows']): string => BYTE_ORDER_MARK + csvLine(columns[rows]);

/** Returns the lines of one person. */
export function linesOf(
  { employeeId, name, department, days }: Sheet,
  rows: PayrollFileQuery['rows'],
): string {
  const who = [employeeId, name, department];
  if (rows === 'days')
    return days
      .map((day) => csvLine([...who, day.date, day.status, ...figureNames.map((figure) => day[figure])]))
      .join('');
  const totals = totalsOf(days);
  const figures = figureNames.map((figure) => totals[figure]);
  return csvLine([...who, totals.attended_days, totals.absent_days, ...figures]);
}
