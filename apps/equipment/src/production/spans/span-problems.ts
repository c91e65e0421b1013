import { DAY_MS, type Instant, type Issue } from '@argus/contracts';
import type { EquipmentSettings } from '../../equipment.settings.js';
import { measuringTimeProblem } from '../../readings/measuring-time.js';

/** Returns the issues of a span that a count or an explanation is about. */
export function spanProblems(
  { from, to }: { readonly from: Instant; readonly to: Instant },
  settings: EquipmentSettings,
  nowMs = Date.now(),
): Issue[] {
  const [fromMs, toMs] = [from.ms, to.ms];
  const issue = (field: string, text: string): Issue[] => [
    { path: [field], code: 'invalid', params: { text } },
  ];
  if (from.us >= to.us) return issue('to', '`to` must be later than `from`.');
  if (toMs - fromMs > DAY_MS) return issue('to', 'This is longer than a day; split it.');
  if (toMs > nowMs + settings.EQUIPMENT_CLOCK_SKEW_SECONDS * 1000)
    return issue('to', 'This has not passed yet.');
  const problem = measuringTimeProblem(fromMs, settings.EQUIPMENT_RETENTION_DAYS, nowMs);
  return problem === undefined ? [] : issue('from', problem);
}
