import { compileCondition, emptyMoment, infeasibility } from '@argus/alarms';
import { comparisons, type Condition, metrics, metricUnits } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { limitUnits } from '../alarms/rule-versions/limit-units.js';
import { fromStored, toStored } from './units.js';

const signalUnit = fc.constantFrom(
  ...metrics.flatMap((signal) => metricUnits[signal].map((unit) => ({ signal, unit }))),
);
const unit = signalUnit.map(({ unit: name }) => String(name));
/** What a person types: few digits, also behind the point. */
const typed = fc
  .tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 0, max: 4 }))
  .map(([digits, places]) => Number(`${digits}e-${places}`));
const size = typed.map(Math.abs).filter((value) => value > 0);
const minus = (one: number, other: number): number => Number((one - other).toFixed(4)) + 0;

/** Answers of a condition to stored values of its signal that come one after the other, each `gapMs` later. */
function answers(condition: Condition, values: readonly number[], gapMs = 1): boolean[] {
  const signals = ['signal' in condition ? condition.signal : 'temperature'];
  const compiled = compileCondition(condition, signals, limitUnits);
  const memory = new Float64Array(compiled.slots).fill(NaN);
  const moment = emptyMoment(signals);
  return values.map((value, i) => {
    const at = i * gapMs;
    Object.assign(moment, { at, isSample: true, lastSampleAt: at });
    moment.values[0] = value;
    moment.seenAt[0] = at;
    return compiled.evaluate(moment, memory, 0);
  });
}
const limitOf = (op: (typeof comparisons)[number], value: number, deadband = 0): Condition => ({
  type: 'compare',
  signal: 'temperature',
  op,
  value,
  deadband,
});

describe('limits in the units of a person', () => {
  it('a reading equal to a limit in the same unit, whatever it is, is not beyond it, and a larger one is not less', () => {
    fc.assert(
      fc.property(unit, typed, size, (of, limit, more) => {
        const stored = toStored(limit, of);
        expect(answers(limitOf('>', stored), [toStored(limit, of)])).toEqual([false]);
        expect(answers(limitOf('<', stored), [toStored(limit, of)])).toEqual([false]);
        expect(answers(limitOf('>=', stored), [toStored(limit, of)])).toEqual([true]);
        expect(toStored(limit + more, of)).toBeGreaterThan(stored);
        expect(fromStored(stored, of)).toBeCloseTo(limit, 6);
      }),
    );
  });

  it('what is the same in two units is stored as the same number', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2000, max: 20_000 }), (tenths) => {
        const celsius = tenths / 10;
        expect(toStored((tenths * 18 + 3200) / 100, '°F')).toBe(celsius);
        expect(toStored((tenths * 10 + 27_315) / 100, 'K')).toBe(celsius);
        expect(toStored(tenths / 10, 'Hz')).toBe(tenths * 6);
        for (const [of, perBar] of [
          ['mbar', 1000],
          ['Pa', 100_000],
          ['kPa', 100],
        ] as const)
          expect(toStored((tenths * perBar) / 10, of)).toBe(celsius);
        expect(toStored(tenths / 100, 'MPa')).toBe(celsius);
      }),
    );
    expect(toStored(140, '°F')).toBe(60);
    expect(toStored(1e100, 'psi')).toBeCloseTo(6.894757293168361e98, -84);
    expect(toStored(100, 'psi')).toBe(6.894757293168361);
  });

  it('an alarm ends exactly where a person reads the limit less the deadband', () => {
    fc.assert(
      fc.property(fc.constantFrom(...comparisons), typed, size, (op, limit, deadband) => {
        const isUp = op.startsWith('>');
        const back = isUp ? minus(limit, deadband) : minus(limit, -deadband);
        const beyond = isUp ? limit + 1 : limit - 1;
        expect(answers(limitOf(op, limit, deadband), [beyond, back])).toEqual([true, op.endsWith('=')]);
        const band = { type: 'band', signal: 'temperature', low: limit, high: limit + 1, deadband } as const;
        const outer = minus(limit, deadband);
        expect(answers({ ...band, is: 'inside' }, [limit, outer])).toEqual([true, true]);
      }),
    );
    expect(answers(limitOf('>', 80.1, 0.2), [81, 79.9])).toEqual([true, false]);
  });

  it('a limit that states a unit decides as the person reads it in that unit, deadband included', () => {
    fc.assert(
      fc.property(signalUnit, fc.constantFrom(...comparisons), typed, size, (of, op, value, deadband) => {
        const isUp = op.startsWith('>');
        const sign = isUp ? 1 : -1;
        const at = (shown: number): number => toStored(shown, of.unit);
        const compare = { type: 'compare', ...of, op, value } as const;
        const isEnd = op.endsWith('=');
        expect(answers(compare, [at(value), at(value + sign), at(value - sign)])).toEqual([
          isEnd,
          true,
          false,
        ]);
        const back = minus(value, sign * deadband);
        expect(answers({ ...compare, deadband }, [at(value + sign), at(back), at(back - sign)])).toEqual([
          true,
          isEnd,
          false,
        ]);
        const top = minus(value, -1);
        const band = { type: 'band', ...of, low: value, high: top, is: 'inside', deadband } as const;
        const [low, high] = [minus(value, deadband), minus(top, -deadband)];
        expect(answers(band, [at(value), at(high), at(low), at(low - 1)])).toEqual([true, true, true, false]);
      }),
    );
    const warm = { ...limitOf('>', 140), unit: '°F' } as Condition;
    expect(answers(warm, [toStored(140, '°F'), toStored(140.1, '°F'), 60, 60.1])).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  it('a rate that states a unit is the change that the person reads in it, without the offset of the unit', () => {
    fc.assert(
      fc.property(
        signalUnit,
        fc.constantFrom(...comparisons),
        fc.integer({ min: -10_000, max: 10_000 }),
        fc.integer({ min: -500, max: 500 }).filter((tenths) => tenths !== 0),
        (of, op, from, tenths) => {
          const per_second = tenths / 10;
          const rate = { type: 'rate_of_change', ...of, op, per_second, over_s: 8 } as const;
          const shown = (at: number): number => Number((from / 10 + (tenths / 10) * 8 * at).toFixed(4));
          const values = [shown(0), shown(1)].map((value) => toStored(value, of.unit));
          expect(answers(rate, values, 8000)).toEqual([false, op.endsWith('=')]);
        },
      ),
    );
  });

  it('a rule is judged possible by what its limits are in one unit', () => {
    const both = (value: number) =>
      infeasibility(
        {
          set: { type: 'and', of: [limitOf('>', 60), { ...limitOf('<', value), unit: '°F' } as Condition] },
          escalations: [],
        },
        limitUnits,
      );
    expect(both(140.1)).toBeUndefined();
    expect(both(140)?.field).toBe('set');
  });

  it('a further measurement has one unit, even where it has the name of one that converts', () => {
    const oil = { type: 'compare', signal: 'oil', op: '>', value: 140, unit: '°F' } as const;
    expect(answers(oil, [140, 140.1])).toEqual([false, true]);
  });
});
