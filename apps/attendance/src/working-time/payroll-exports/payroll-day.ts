import type { PayrollDay } from '@argus/contracts';
import type { WorkDay } from '../engine/work-day.js';
import { figureNames, sumOf, type WorkFigures } from '../engine/work-figures.js';

/** Returns what payroll keeps of a day. */
export const payrollDay = ({
  date,
  status,
  ...day
}: Pick<WorkDay, 'date' | 'status'> & WorkFigures): PayrollDay => ({
  date,
  status,
  ...(Object.fromEntries(figureNames.map((name) => [name, day[name]])) as unknown as WorkFigures),
});

export const isSameDay = (one: PayrollDay, other: PayrollDay): boolean =>
  one.status === other.status && figureNames.every((name) => one[name] === other[name]);

const attended: readonly PayrollDay['status'][] = ['present', 'half_day', 'incomplete'];

/** What the days of a person come to. */
export const totalsOf = (days: readonly PayrollDay[]) => ({
  ...sumOf(days),
  attended_days: days.filter(({ status }) => attended.includes(status)).length,
  absent_days: days.filter(({ status }) => status === 'absent').length,
});
