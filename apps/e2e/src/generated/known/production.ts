import { HOUR_MS } from '@argus/contracts';
import type { Known } from './known.js';

type Make = (path: string, body: object) => Promise<number>;

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * HOUR_MS).toISOString();
const shift = { name: 'Early', days: ['monday', 'sunday'], starts: '06:00', ends: '14:00', breaks: [] };
const plan = { name: 'Plan', time_zone: 'UTC', shifts: [shift], ideal_cycle_s: 4, running_above_rpm: 100 };

/** Creates a production plan, which OEE needs. */
export const planFor = (equipment: number, make: Make): Promise<number> =>
  make('/api/production-plans/', { ...plan, equipment });

/** Creates the row that a path needs (plan, count, reason or explanation) and returns values for bodies of OEE. */
export async function knownProduction(noun: string, equipment: number, make: Make): Promise<Known> {
  const roots = [1, 2, 3];
  const past = { equipment, from: hoursAgo(40), to: hoursAgo(39) };
  const rows: Readonly<Record<string, () => Promise<number>>> = {
    'production-plans': () => planFor(equipment, make),
    'production-counts': () => make('/api/production-counts/', { ...past, total: 5, good: 4 }),
    'stop-reasons': () => make('/api/stop-reasons/', { name: `Reason of ${equipment}`, parent: roots[0] }),
    'stop-explanations': () => make('/api/stop-explanations/', { ...past, reason: roots[0] }),
  };
  const row = await rows[noun]?.();
  const today = hoursAgo(0).slice(0, 10);
  return {
    fields: {
      from: [hoursAgo(20), hoursAgo(18), today],
      to: [hoursAgo(17), hoursAgo(2), today],
      total: [1000],
      good: [900],
      startup_rejects: [0, 50],
      reason: roots,
      parent: roots,
      time_zone: ['Europe/Berlin', 'UTC'],
      shifts: [[shift], []],
      exceptions: [[{ date: today, shifts: [shift] }], []],
    },
    params: row === undefined ? {} : { id: [String(row)] },
  };
}
