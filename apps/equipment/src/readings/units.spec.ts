import { compileCondition, emptyMoment } from '@argus/alarms';
import { comparisons, type Condition, metrics, metricUnits } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromStored, toStored } from './units.js';

const unit = fc.constantFrom(...metrics.flatMap((metric) => metricUnits[metric].map(String)));
/** What a person types: few digits, also behind the point. */
const typed = fc
  .tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 0, max: 4 }))
  .map(([digits, places]) => Number(`${digits}e-${places}`));
const size = typed.map(Math.abs).filter((value) => value > 0);
const minus = (one: number, other: number): number => Number((one - other).toFixed(4)) + 0;

/** Answers of a condition to temperatures that come one after the other. */
function answers(condition: Condition, values: readonly number[]): boolean[] {
  const compiled = compileCondition(condition, ['temperature']);
  const memory = new Float64Array(compiled.slots).fill(NaN);
  const moment = emptyMoment(['temperature']);
  return values.map((value, at) => {
    Object.assign(moment, { at, isSample: true, lastSampleAt: at });
    moment.values[0] = value;
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
});
