import { DomainError, type LeaveRow } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import { leaveRows } from './leave-rows.js';

const head = 'employee_id,kind,date_from,date_to,reference\n';
const read = (text: string): LeaveRow[] | string => {
  try {
    return leaveRows({
      content: Buffer.from(text),
      media_type: 'text/csv',
      encoding: 'identity',
      headers: {},
    });
  } catch (error) {
    return (error as DomainError).code;
  }
};
const row = (at: number) => `P1,Annual,2026-07-06,2026-07-07,R${at}\n`;
const rows = (count: number) => Array.from({ length: count }, (_, at) => row(at)).join('');

describe('rows of leave', () => {
  it('CSV: 20,000 rows are read, one more is refused', () => {
    expect(read(head + rows(20_000))).toHaveLength(20_000);
    expect(read(head + rows(20_001))).toBe('MALFORMED_BODY');
  });

  it('CSV: a line that is far too long is refused before its cells are named', () => {
    const columns = Array.from({ length: 200_000 }, (_, at) => `c${at}`).join();
    expect(read(`${columns}\n${','.repeat(199_999)}\n`)).toBe('MALFORMED_BODY');
    expect(read(`${head}P1,"${'x'.repeat(2_000_000)}",2026-07-06,2026-07-07,R1\n`)).toBe('MALFORMED_BODY');
  });

  it('CSV: millions of short rows hold nobody up', () => {
    const started = performance.now();
    expect(read(head + 'x,x,x,x,x\n'.repeat(1_500_000))).toBe('MALFORMED_BODY');
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
