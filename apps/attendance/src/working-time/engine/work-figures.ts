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

export const sumOf = (all: readonly WorkFigures[]): WorkFigures =>
  Object.fromEntries(
    figureNames.map((name) => [name, all.reduce((sum, each) => sum + each[name], 0)]),
  ) as unknown as WorkFigures;
