import { describe, expect, it } from '@jest/globals';
import { linesOf } from './payroll-csv.js';

describe('payroll as CSV', () => {
  it.each(['=1+1', '  =1+1', '＝1+1', '＋1', '－1', '＠SUM(1)', '+1', '-1', '@SUM(1)'])(
    'formula: a spreadsheet takes the name %s as text',
    (name) => {
      const line = linesOf({ personId: 1, employeeId: 'P1', name, department: name, days: [] }, 'totals');
      expect(line.split(',').slice(0, 3)).toEqual(['P1', `'${name}`, `'${name}`]);
    },
  );
});
