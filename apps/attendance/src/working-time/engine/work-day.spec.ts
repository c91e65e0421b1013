import { dayNumber, plusDays } from '@argus/calendar';
import { weekdays } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assigned, shiftOf } from '../../testing/worked-case.js';
import type { Punch } from './punch.js';
import { type KeptAssignment, MARGIN_DAYS, ShiftPlan } from './shift-plan.js';
import { type KnownOf, workDays } from './work-day.js';
import { figureNames } from './work-figures.js';

const LATER = Number.MAX_SAFE_INTEGER;
const zones = [
  'Europe/Berlin',
  'Africa/Cairo',
  'Asia/Beirut',
  'America/Santiago',
  'Australia/Lord_Howe',
  'UTC',
];
/* Days around changes of clocks in these zones. */
const starts = [
  '2026-03-26',
  '2026-04-02',
  '2026-04-22',
  '2026-09-03',
  '2026-10-01',
  '2026-10-22',
  '2026-10-29',
];
const DAYS = 6;

const clockTime = fc.integer({ min: 0, max: 95 }).map((quarter) => {
  const minutes = quarter * 15;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
});
const lengths = fc.integer({ min: 8, max: 44 });
const later = (time: string, quarters: number): string => {
  const minutes = (Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) + quarters * 15) % 1440;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
};
const shiftsIn = (zone: string, id: string) =>
  fc
    .record({
      starts: clockTime,
      quarters: lengths,
      days: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 3 }),
      late_grace_min: fc.integer({ min: 0, max: 30 }),
      early_window_min: fc.integer({ min: 0, max: 240 }),
      late_window_min: fc.integer({ min: 0, max: 240 }),
      repeat_min: fc.integer({ min: 0, max: 5 }),
      counting: fc.constantFrom('first_last' as const, 'every_pair' as const),
      pairing: fc.constantFrom('alternating' as const, 'directions' as const),
      automatic_break_min: fc.constantFrom(0, 30),
      half_day_below_min: fc.constantFrom(0, 200),
    })
    .map(({ starts: from, quarters, ...rules }) =>
      shiftOf({ ...rules, parts: `${from}-${later(from, quarters)}` }, id, zone),
    );
const punchesFrom = (first: string) =>
  fc.array(
    fc.record({
      minute: fc
        .integer({ min: 0, max: (DAYS + 1) * 96 })
        .map((quarter) => dayNumber(first) * 1440 + quarter * 15 - 600),
      direction: fc.constantFrom('in' as const, 'out' as const, null),
    }),
    { maxLength: 40 },
  );

interface World {
  readonly first: string;
  readonly plan: (from: string, to: string) => ShiftPlan;
  readonly known: KnownOf;
}

const worlds: fc.Arbitrary<World> = fc
  .tuple(fc.constantFrom(...zones), fc.constantFrom(...starts))
  .chain(([zone, first]) =>
    fc.record({
      first: fc.constant(first),
      zone: fc.constant(zone),
      shifts: fc.tuple(shiftsIn(zone, 'one'), shiftsIn(zone, 'two')),
      turn: fc.constantFrom('week' as const, 'day' as const),
      rotation: fc.array(fc.constantFrom('one', 'two', 'off'), { minLength: 1, maxLength: 4 }),
      punches: punchesFrom(first),
      holidays: fc.array(
        fc.record({
          date: fc.integer({ min: 0, max: DAYS }).map((days) => plusDays(first, days)),
          name: fc.constant('Feast'),
          part: fc.constantFrom('day' as const, 'first_half' as const, 'second_half' as const),
        }),
        { maxLength: 2 },
      ),
      leave: fc.array(
        fc.record({
          date_from: fc.integer({ min: 0, max: DAYS }).map((days) => plusDays(first, days)),
          part: fc.constantFrom('day' as const, 'first_half' as const, 'second_half' as const),
        }),
        { maxLength: 2 },
      ),
    }),
  )
  .map(({ first, zone, shifts, turn, rotation, punches, holidays, leave }) => {
    const assignments: KeptAssignment[] = [assigned(rotation, { turn, holiday_calendar: 'calendar' })];
    const kept = { shifts, calendars: [{ id: 'calendar', holidays }] };
    return {
      first,
      plan: (from, to) => new ShiftPlan(kept, zone, from, to),
      known: {
        assignments,
        punches,
        leave: leave.map(({ date_from, part }) => ({ date_from, date_to: date_from, part, kind: 'Annual' })),
      },
    };
  });

const datesOf = (first: string): string[] => Array.from({ length: DAYS }, (_, at) => plusDays(first, at));
const derived = ({ first, plan, known }: World, punches: readonly Punch[] = known.punches) => {
  const dates = datesOf(first);
  return workDays({ ...known, punches }, plan(first, dates.at(-1)!), dates, LATER);
};
/* Without the plan, which each derivation makes anew. */
const plainly = (days: ReturnType<typeof workDays>) =>
  days.map(({ shifts, ...day }) => ({
    ...day,
    shifts: shifts.map(({ claimed: { planned, punches }, ...shift }) => ({
      ...shift,
      id: planned.shift.id,
      from: planned.from,
      to: planned.to,
      punches,
    })),
  }));

describe('working time: laws', () => {
  it('the order in which punches came changes nothing', () => {
    fc.assert(
      fc.property(
        worlds.chain((world) =>
          fc.tuple(
            fc.constant(world),
            fc.shuffledSubarray([...world.known.punches], { minLength: world.known.punches.length }),
          ),
        ),
        ([world, shuffled]) => expect(plainly(derived(world, shuffled))).toEqual(plainly(derived(world))),
      ),
      { numRuns: 300 },
    );
  });

  it('a day derived alone is the day of the whole range', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const whole = plainly(derived(world));
        const alone = datesOf(world.first).flatMap((date) =>
          plainly(workDays(world.known, world.plan(date, date), [date], LATER)),
        );
        expect(alone).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  it('a late punch changes only days that it can belong to', () => {
    fc.assert(
      fc.property(
        worlds.chain((world) => fc.tuple(fc.constant(world), punchesFrom(world.first))),
        ([world, [late]]) => {
          if (late === undefined) return;
          const before = plainly(derived(world));
          const after = plainly(derived(world, [...world.known.punches, late]));
          const day = Math.floor(late.minute / 1440);
          for (const [at, { date }] of before.entries())
            if (Math.abs(dayNumber(date) - day) > MARGIN_DAYS) expect(after[at]).toEqual(before[at]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('no figure is negative, and nobody works more than planned, in zones whose clocks change', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        for (const day of derived(world)) {
          for (const name of figureNames) expect(day[name]).toBeGreaterThanOrEqual(0);
          expect(day.worked_min).toBeLessThanOrEqual(day.planned_min);
          for (const { cameAt, leftAt } of day.shifts)
            if (cameAt !== undefined && leftAt !== undefined) expect(cameAt).toBeLessThanOrEqual(leftAt);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('each punch belongs to one shift or to none, and is told', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const days = derived(world);
        const claimed = days.flatMap(({ shifts }) => shifts.flatMap((shift) => shift.claimed.punches));
        expect(new Set(claimed).size).toBe(claimed.length);
        for (const { shifts } of days)
          for (const {
            claimed: { window, punches },
          } of shifts)
            for (const { minute } of punches) expect(window.from <= minute && minute <= window.to).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

const at = (date: string, time: string): number =>
  dayNumber(date) * 1440 + Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const punch = (date: string, time: string): Punch => ({ minute: at(date, time), direction: null });
const statuses = (
  shifts: readonly ReturnType<typeof shiftOf>[],
  assignments: KeptAssignment[],
  punches: Punch[],
  first: string,
  last: string,
) => {
  const plan = new ShiftPlan({ shifts, calendars: [] }, 'UTC', first, last);
  const dates = plan.dates.slice(MARGIN_DAYS, -MARGIN_DAYS);
  return workDays({ assignments, leave: [], punches }, plan, dates, LATER).map(
    ({ date, status, worked_min }) => `${date.slice(5)} ${status} ${worked_min}`,
  );
};

describe('working time: several shifts', () => {
  const night = shiftOf({ parts: '22:00-06:00' }, 'night', 'UTC');
  const early = shiftOf({ parts: '07:00-12:00' }, 'early', 'UTC');

  it('who leaves a night shift late does not begin the shift after it', () => {
    const both = [
      assigned(['night'], { date_to: '2026-03-16' }),
      assigned(['early'], { date_from: '2026-03-17' }),
    ];
    const punches = [
      punch('2026-03-16', '21:55'),
      punch('2026-03-17', '06:40'),
      punch('2026-03-17', '06:58'),
      punch('2026-03-17', '12:01'),
    ];
    expect(statuses([night, early], both, punches, '2026-03-16', '2026-03-17')).toEqual([
      '03-16 present 480',
      '03-17 present 300',
    ]);
  });

  it('a forgotten OUT turns no other day around', () => {
    const shift = shiftOf({ counting: 'every_pair' }, 'day', 'UTC');
    const punches = ['2026-03-17', '2026-03-18'].flatMap((date) => [
      punch(date, '09:00'),
      punch(date, '17:00'),
    ]);
    expect(
      statuses(
        [shift],
        [assigned(['day'])],
        [punch('2026-03-16', '09:00'), ...punches],
        '2026-03-16',
        '2026-03-18',
      ),
    ).toEqual(['03-16 incomplete 0', '03-17 present 480', '03-18 present 480']);
  });

  it('windows of half a day do not reach into the next day, even for who forgot to leave', () => {
    const wide = shiftOf({ early_window_min: 720, late_window_min: 720 }, 'day', 'UTC');
    const punches = [
      punch('2026-03-16', '09:00'),
      punch('2026-03-17', '02:00'),
      punch('2026-03-17', '17:00'),
    ];
    expect(statuses([wide], [assigned(['day'])], punches, '2026-03-16', '2026-03-17')).toEqual([
      '03-16 incomplete 0',
      '03-17 present 480',
    ]);
  });

  it('shifts take turns by weeks from Monday, and by days from the first', () => {
    const weekly = assigned(['early', 'night', 'off'], { date_from: '2026-03-04' });
    const plan = new ShiftPlan({ shifts: [night, early], calendars: [] }, 'UTC', '2026-03-02', '2026-03-29');
    const ids = (assignment: KeptAssignment) =>
      plan.dates
        .slice(MARGIN_DAYS, -MARGIN_DAYS)
        .map((date) => plan.shiftOn(assignment, date)?.shift.id ?? '-');
    expect(ids(weekly)).toEqual([
      ...['-', '-', ...new Array<string>(5).fill('early')],
      ...new Array<string>(7).fill('night'),
      ...new Array<string>(7).fill('-'),
      ...new Array<string>(7).fill('early'),
    ]);
    const daily = assigned(['early', 'early', 'night', 'off'], { turn: 'day', date_from: '2026-03-02' });
    expect(ids(daily).slice(0, 8).join(' ')).toBe('early early night - early early night -');
  });

  it('of two shifts on a day one may be missed: that is half a day', () => {
    const late = shiftOf({ parts: '16:00-20:00' }, 'late', 'UTC');
    const both = [assigned(['early']), assigned(['late'])];
    const punches = [punch('2026-03-16', '07:00'), punch('2026-03-16', '12:00')];
    expect(statuses([early, late], both, punches, '2026-03-16', '2026-03-16')).toEqual([
      '03-16 half_day 300',
    ]);
  });
});
