/** What payroll counts of a shift or a day, in minutes; never negative. */
export interface WorkFigures {
  /** To be worked: the shift without breaks, holidays and leave. */
  readonly planned_min: number;
  /** Worked of that. */
  readonly worked_min: number;
  readonly late_min: number;
  readonly early_leave_min: number;
  /** Present before the shift, after it, or on a holiday or leave. */
  readonly extra_min: number;
  readonly holiday_min: number;
  readonly leave_min: number;
}

export const figureNames = [
  'planned_min',
  'worked_min',
  'late_min',
  'early_leave_min',
  'extra_min',
  'holiday_min',
  'leave_min',
] as const satisfies readonly (keyof WorkFigures)[];

export function sumOf(all: readonly WorkFigures[]): WorkFigures {
  const sum = {
    planned_min: 0,
    worked_min: 0,
    late_min: 0,
    early_leave_min: 0,
    extra_min: 0,
    holiday_min: 0,
    leave_min: 0,
  };
  for (const each of all) for (const name of figureNames) sum[name] += each[name];
  return sum;
}
