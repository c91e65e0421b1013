import type { Condition } from '@argus/contracts';
import { toMs } from '../conditions/compile-condition.js';
import type { RuleDefinition } from './rule.js';

/**
 * How long before a moment a rule must be told what was measured to know what holds then; but for deadbands and a `clear`
 * of its own, which remember without limit.
 */
export function memoryMs({ set, clear, escalations, on_delay_s, off_delay_s }: RuleDefinition): number {
  const conditions = [set, ...(clear ? [clear] : []), ...escalations.map(({ when }) => when)];
  return toMs(Math.max(...conditions.map(memoryS)) + on_delay_s + off_delay_s);
}

function memoryS(condition: Condition): number {
  switch (condition.type) {
    case 'compare':
    case 'band':
      return 0;
    case 'rate_of_change':
      return condition.over_s;
    case 'stale':
      return condition.after_s;
    case 'for':
      return condition.duration_s + memoryS(condition.of);
    case 'repeated':
      return condition.within_s + memoryS(condition.of);
    case 'not':
      return memoryS(condition.of);
    case 'and':
    case 'or':
    case 'at_least':
      return Math.max(...condition.of.map(memoryS));
  }
}
