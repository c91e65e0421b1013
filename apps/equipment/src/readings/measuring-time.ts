import { DAY_MS } from '@argus/contracts';

/** Clocks of devices may run ahead by so much. */
export const MAX_AHEAD_MS = DAY_MS;

/** Why a reading of that moment is refused; undefined when it is taken. */
export function measuringTimeProblem(
  atMs: number,
  retentionDays: number,
  nowMs = Date.now(),
): string | undefined {
  if (atMs > nowMs + MAX_AHEAD_MS)
    return 'This is more than a day in the future; check the clock of the device.';
  if (atMs < nowMs - retentionDays * DAY_MS)
    return `This is older than the ${retentionDays} days that readings are kept.`;
  return undefined;
}
