import { DAY_MS } from '@argus/contracts';

/** How far clocks of devices may run ahead. */
export const MAX_AHEAD_MS = DAY_MS;

/** Returns why a reading measured at that time is refused; undefined if it is accepted. */
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
