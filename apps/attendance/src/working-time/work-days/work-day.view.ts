import { instant, Instant, type WorkDayView, type WorkedShift, type WorkMinutes } from '@argus/contracts';
import { employeeOf } from '../../people/employee.view.js';
import type { JudgedShift } from '../engine/judgement.js';
import type { WorkFigures } from '../engine/work-figures.js';
import type { PersonsDay } from './work-day.service.js';

const MS_PER_MINUTE = 60_000;

const momentOf = (minute: number): string => instant(Instant.ofMs(minute * MS_PER_MINUTE));
const momentOrNull = (minute: number | undefined): string | null =>
  minute === undefined ? null : momentOf(minute);

const minutesOf = (figures: WorkFigures): WorkMinutes => ({
  planned_min: figures.planned_min,
  worked_min: figures.worked_min,
  late_min: figures.late_min,
  early_leave_min: figures.early_leave_min,
  extra_min: figures.extra_min,
  holiday_min: figures.holiday_min,
  leave_min: figures.leave_min,
});

/** @param isPrivy whether the reader may know of which kind leave is: sickness is nobody's business */
export const workDayView = ({ person, day, isPrivy }: PersonsDay): WorkDayView => ({
  employee: employeeOf(person),
  date: day.date,
  status: day.status,
  ...minutesOf(day),
  came_at: momentOrNull(day.cameAt),
  left_at: momentOrNull(day.leftAt),
  reasons: day.reasons.map(({ code, text }) => ({
    code,
    text: isPrivy || code !== 'leave' ? text : 'leave',
  })),
  shifts: day.shifts.map(shiftView),
});

const shiftView = (judged: JudgedShift): WorkedShift => {
  const { shift, from, to } = judged.claimed.planned;
  return {
    id: shift.id,
    name: shift.name,
    status: judged.status,
    starts_at: momentOf(from),
    ends_at: momentOf(to),
    came_at: momentOrNull(judged.cameAt),
    left_at: momentOrNull(judged.leftAt),
    ...minutesOf(judged),
  };
};
