import { DomainError, type RangeQuery } from '@argus/contracts';

const DAY_MS = 86_400_000;

export interface Range {
  readonly equipmentId: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The range that a query asks for; throws VALIDATION_FAILED where it ends before it begins. */
export function rangeOf({ equipment, from, to }: RangeQuery, nowMs = Date.now()): Range {
  const toMs = to?.getTime() ?? nowMs;
  const fromMs = from?.getTime() ?? toMs - DAY_MS;
  if (fromMs >= toMs) {
    const params = { text: '`to` must be later than `from`.' };
    throw new DomainError('VALIDATION_FAILED', { issues: [{ path: ['to'], code: 'invalid', params }] });
  }
  return { equipmentId: equipment, fromMs, toMs };
}
