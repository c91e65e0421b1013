import { parse, ProductionPlan, weekdays } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lengthMs } from '../spans/span.js';
import { calendarProblems } from './calendar-problems.js';
import { datesBetween, shiftsOn, type StoredPlan } from './shift-calendar.js';

const plan = (fields: object): StoredPlan =>
  parse(ProductionPlan, {
    name: 'Press shop',
    time_zone: 'Europe/Berlin',
    shifts: [],
    ideal_cycle_s: 4,
    running_above_rpm: 100,
    ...fields,
  }) as StoredPlan;
const everyDay = [...weekdays];
const night = { name: 'Night', days: everyDay, starts: '22:00', ends: '06:00' };
const moment = (ms: number): string => new Date(ms).toISOString();
const hours = (spans: Parameters<typeof lengthMs>[0]): number => lengthMs(spans) / 3_600_000;

describe('shifts', () => {
  it('Shifts: are an hour shorter or longer when clocks change', () => {
    const shifts = shiftsOn(['2026-03-27', '2026-03-28', '2026-10-24'], [plan({ shifts: [night] })]);
    expect(shifts.map((shift) => [moment(shift.fromMs), hours([shift])])).toEqual([
      ['2026-03-27T21:00:00.000Z', 8],
      ['2026-03-28T21:00:00.000Z', 7],
      ['2026-10-24T20:00:00.000Z', 9],
    ]);
    const inIndia = shiftsOn(['2026-03-28'], [plan({ shifts: [night], time_zone: 'Asia/Kolkata' })]);
    expect(moment(inIndia[0]!.fromMs)).toBe('2026-03-28T16:30:00.000Z');
  });

  it('Shifts: a skipped local time counts as later, a repeated one as its first occurrence', () => {
    const early = { name: 'Early', days: everyDay, starts: '02:30', ends: '10:00' };
    const shifts = shiftsOn(['2026-03-29', '2026-10-25'], [plan({ shifts: [early] })]);
    expect(shifts.map(({ fromMs }) => moment(fromMs))).toEqual([
      '2026-03-29T01:30:00.000Z',
      '2026-10-25T00:30:00.000Z',
    ]);
  });

  it('Shifts: planned time excludes breaks, also after midnight', () => {
    const breaks = [
      { starts: '23:45', ends: '00:15' },
      { starts: '03:00', ends: '03:30' },
    ];
    const [shift] = shiftsOn(['2026-06-01'], [plan({ shifts: [{ ...night, breaks }] })]);
    expect(shift!.planned.map(({ fromMs, toMs }) => [moment(fromMs), moment(toMs)])).toEqual([
      ['2026-06-01T20:00:00.000Z', '2026-06-01T21:45:00.000Z'],
      ['2026-06-01T22:15:00.000Z', '2026-06-02T01:00:00.000Z'],
      ['2026-06-02T01:30:00.000Z', '2026-06-02T04:00:00.000Z'],
    ]);
  });

  it('Shifts: follow the weekly calendar, its exceptions and the plan of the date', () => {
    const day = { name: 'Day', days: ['monday', 'tuesday'], starts: '06:00', ends: '14:00' };
    const holiday = { date: '2026-06-02', name: 'Holiday' };
    const short = { date: '2026-06-08', shifts: [{ name: 'Short', starts: '06:00', ends: '09:00' }] };
    const old = plan({ shifts: [day], exceptions: [holiday, short] });
    const fresh = plan({ shifts: [{ ...day, name: 'New' }], valid_from: '2026-06-09' });
    const found = shiftsOn(datesBetween('2026-06-01', '2026-06-09'), [fresh, old]);
    expect(found.map(({ date, name }) => [date, name])).toEqual([
      ['2026-06-01', 'Day'],
      ['2026-06-08', 'Short'],
      ['2026-06-09', 'New'],
    ]);
    expect(shiftsOn(['2026-06-01'], [fresh])).toEqual([]);
  });

  it('Shifts: never overlap, whatever the calendar, and hold their planned time', () => {
    const time = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
    const breaks = fc.array(fc.record({ starts: time, ends: time }), { maxLength: 3 });
    const shift = fc.record({ name: fc.constant('Shift'), starts: time, ends: time, breaks });
    const weekly = fc
      .tuple(shift, fc.subarray(everyDay, { minLength: 1 }))
      .map(([each, days]) => ({ ...each, days }));
    const dates = datesBetween('2026-10-20', '2026-10-31');
    const exception = fc.record({
      date: fc.constantFrom(...dates),
      shifts: fc.array(shift, { maxLength: 3 }),
    });
    const zone = fc.constantFrom(
      'Europe/Berlin',
      'America/Sao_Paulo',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
    );
    const arbitrary = fc.record({
      shifts: fc.array(weekly, { maxLength: 5 }),
      exceptions: fc.array(exception, { maxLength: 3 }),
      time_zone: zone,
      valid_from: fc.constantFrom('2026-10-25', '2026-01-01'),
    });
    fc.assert(
      fc.property(fc.array(arbitrary, { maxLength: 2 }), (plans) => {
        const shifts = shiftsOn(dates, plans.map(plan));
        for (const [at, { fromMs, toMs, planned }] of shifts.entries()) {
          expect(toMs).toBeGreaterThan(fromMs);
          expect(fromMs).toBeGreaterThanOrEqual(shifts[at - 1]?.toMs ?? -Infinity);
          for (const piece of planned) {
            expect(piece.fromMs).toBeGreaterThanOrEqual(fromMs);
            expect(piece.toMs).toBeLessThanOrEqual(toMs);
          }
        }
      }),
    );
  });
});

describe('calendars', () => {
  const problemsOf = (fields: object): string[] =>
    calendarProblems(plan(fields)).map(({ path }) => path.join('.'));
  const early = { name: 'Early', days: ['monday'], starts: '06:00', ends: '14:00' };

  it('Calendar: shifts that follow each other are accepted, also from Sunday into Monday', () => {
    const late = { ...early, name: 'Late', starts: '14:00', ends: '22:00' };
    expect(problemsOf({ shifts: [early, late, night] })).toEqual([]);
    expect(problemsOf({ shifts: [{ ...early, days: everyDay, ends: '06:00' }] })).toEqual([]);
  });

  it('Calendar: overlaps, breaks outside of shifts and repeated dates are refused', () => {
    expect(problemsOf({ shifts: [early, { ...early, starts: '13:00', ends: '15:00' }] })).toEqual(['shifts']);
    expect(problemsOf({ shifts: [early, { ...night, days: ['sunday'], ends: '06:01' }] })).toEqual([
      'shifts',
    ]);
    for (const breaks of [
      [{ starts: '13:50', ends: '14:10' }],
      [{ starts: '05:00', ends: '05:10' }],
      [{ starts: '10:00', ends: '10:00' }],
      [
        { starts: '10:00', ends: '10:30' },
        { starts: '10:20', ends: '10:40' },
      ],
    ])
      expect(problemsOf({ shifts: [{ ...early, breaks }] })).toEqual(['shifts.0.breaks']);
    const exceptions = [{ date: '2026-06-01', shifts: [early, early] }, { date: '2026-06-01' }];
    expect(problemsOf({ exceptions })).toEqual(['exceptions.0.shifts', 'exceptions.1.date']);
  });

  it('Calendar: unknown time zones and impossible times are refused', () => {
    const bad = { time_zone: 'Europe/Atlantis', shifts: [{ ...early, starts: '24:00', ends: '6:00' }] };
    try {
      plan(bad);
    } catch (error) {
      const { issues } = (error as { details: { issues: { path: string[] }[] } }).details;
      expect(issues.map(({ path }) => path.join('.'))).toEqual([
        'time_zone',
        'shifts.0.starts',
        'shifts.0.ends',
      ]);
    }
    expect.assertions(1);
  });
});
