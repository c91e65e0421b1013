import { randomInt, randomUUID } from 'node:crypto';
import type { Ask, Known } from './known.js';

const OF_WORKING_TIME =
  /^\/api\/v1\/(shifts|shift-assignments|holiday-calendars|work-days|leave|corrections|payroll-exports)\//;

export const isOfWorkingTime = (path: string): boolean => OF_WORKING_TIME.test(path);

const parts = [{ starts: '09:00', ends: '17:00' }];
const made = async (answer: Promise<unknown>): Promise<{ id: string; ids?: string[] }> =>
  (await answer) as { id: string; ids?: string[] };

/** Makes what working time is made of, and times that fit together. */
export async function knownWorkingTime(path: string, employee: string, ask: Ask): Promise<Known> {
  const [, noun] = OF_WORKING_TIME.exec(path)!;
  const common = {
    employee_id: [employee],
    date: ['2026-03-16'],
    date_from: ['2026-03-01'],
    date_to: ['2026-03-31'],
    timestamp: ['2026-03-16T09:00:00Z'],
  };
  if (noun === 'corrections') {
    const body = { timestamp: '2026-03-16T09:00:00Z', reason: 'Known' };
    const params = path.includes('{')
      ? { id: [(await made(ask('POST', '/api/v1/corrections/', body))).id] }
      : {};
    /* Another administrator would have to decide. */
    return { fields: common, params, ...(path.endsWith('/decide/') && { reaches: 409 }) };
  }
  const name = randomUUID();
  const calendar = await made(ask('POST', '/api/v1/holiday-calendars/', { name, holidays: [] }));
  const shift = await made(ask('POST', '/api/v1/shifts/', { name, parts }));
  const fields = {
    ...common,
    holiday_calendar: [calendar.id],
    parts: [parts],
    breaks: [[{ starts: '12:00', ends: '12:30' }]],
    half_at: ['13:00'],
    time_zone: ['Europe/Berlin'],
    shifts: [[shift.id]],
    employee_ids: [[employee]],
  };
  if (noun === 'shifts' || noun === 'holiday-calendars')
    return { fields, params: { id: [noun === 'shifts' ? shift.id : calendar.id] } };
  /* A day is exported once, so each call has one of its own. */
  const day = `${randomInt(1971, 2020)}-${String(randomInt(1, 13)).padStart(2, '0')}-${String(randomInt(1, 29)).padStart(2, '0')}`;
  const period = { date_from: day, date_to: day };
  if (noun === 'leave') {
    const body = { employee_id: employee, kind: 'Known', ...period };
    return { fields, params: { id: [(await made(ask('POST', '/api/v1/leave/', body))).id] } };
  }
  if (noun === 'shift-assignments' && !path.includes('{')) return { fields, params: {} };
  const body = { employee_ids: [employee], shifts: [shift.id], ...period };
  const { ids } = await made(ask('POST', '/api/v1/shift-assignments/', body));
  if (noun === 'shift-assignments') return { fields, params: { id: ids! } };
  if (!path.includes('{')) return { fields: { ...fields, ...dates(day), department: [null] }, params: {} };
  return { fields, params: { id: [(await made(ask('POST', '/api/v1/payroll-exports/', period))).id] } };
}

const dates = (day: string) => ({ date_from: [day], date_to: [day] });
