import { randomUUID } from 'node:crypto';
import type { Ask, Known } from './known.js';

const OF_WORKING_TIME = /^\/api\/v1\/(shifts|shift-assignments|holiday-calendars|work-days)\//;

export const isOfWorkingTime = (path: string): boolean => OF_WORKING_TIME.test(path);

const parts = [{ starts: '09:00', ends: '17:00' }];
const idOf = async (made: Promise<unknown>): Promise<string> => ((await made) as { id: string }).id;

/** Makes what working time is made of, and times that fit together. */
export async function knownWorkingTime(path: string, employee: string, ask: Ask): Promise<Known> {
  const name = randomUUID();
  const [, noun] = OF_WORKING_TIME.exec(path)!;
  const calendar = await idOf(ask('POST', '/api/v1/holiday-calendars/', { name, holidays: [] }));
  const shift = await idOf(ask('POST', '/api/v1/shifts/', { name, parts }));
  const fields = {
    holiday_calendar: [calendar],
    parts: [parts],
    breaks: [[{ starts: '12:00', ends: '12:30' }]],
    half_at: ['13:00'],
    time_zone: ['Europe/Berlin'],
    shifts: [[shift]],
    employee_ids: [[employee]],
    employee_id: [employee],
    date: ['2026-03-16'],
    date_from: ['2026-03-01'],
    date_to: ['2026-03-31'],
  };
  const params = { id: [noun === 'shifts' ? shift : calendar] };
  if (noun !== 'shift-assignments' || !path.includes('{')) return { fields, params };
  const body = { employee_ids: [employee], shifts: [shift], date_from: '2026-03-01' };
  const { ids } = (await ask('POST', '/api/v1/shift-assignments/', body)) as { ids: string[] };
  return { fields, params: { id: ids } };
}
