import { type OeeFigures, type StopLoss, stopLosses } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { courseOf } from './stop.js';
import type { ExplainedSpan } from '../stops/stop-explanation.store.js';
import { spanLists } from '../../testing/arbitrary-spans.js';
import { add, type Amounts, amountsOf, figuresOf, nothing } from './figures.js';
import { lengthMs } from '../spans/span.js';

const END = 100_000;

const explanations: fc.Arbitrary<ExplainedSpan[]> = spanLists(END).chain((spans) =>
  fc
    .array(fc.constantFrom<StopLoss>(...stopLosses), { minLength: spans.length, maxLength: spans.length })
    .map((losses) =>
      spans.map((span, at) => ({ ...span, explanationId: at, reasonId: at, loss: losses[at]! })),
    ),
);
const states = spanLists(END).chain((spans) =>
  fc
    .array(fc.boolean(), { minLength: spans.length, maxLength: spans.length })
    .map((running) => spans.map((span, at) => ({ ...span, isRunning: running[at]! }))),
);
const pieces = fc
  .tuple(fc.nat(1000), fc.nat(1000), fc.nat(1000))
  .map(([good, startupRejects, others]) => ({ total: good + startupRejects + others, good, startupRejects }));

const shifts = fc.record({
  planned: spanLists(END),
  states,
  explanations,
  pieces: fc.option(pieces, { nil: undefined, freq: 8 }),
  idealCycleS: fc.double({ min: 0.01, max: 100, noNaN: true }),
  minorStopMs: fc.integer({ min: 0, max: 20_000 }),
});
type Shift = typeof shifts extends fc.Arbitrary<infer T> ? T : never;

const amounts = (shift: Shift): Amounts => {
  const course = courseOf(shift.planned, shift.states, shift.explanations, shift.minorStopMs);
  return amountsOf(lengthMs(shift.planned), course, 0, shift.pieces, shift.idealCycleS);
};

function keepsTheLaws(figures: OeeFigures): void {
  const { planned_s, run_s, unknown_s, productive_s, losses, availability, performance, quality, oee } =
    figures;
  const { breakdown_s, setup_s, minor_stops_s, reduced_speed_s, startup_rejects_s, production_rejects_s } =
    losses;
  expect(run_s + breakdown_s + setup_s + minor_stops_s + unknown_s).toBeCloseTo(planned_s, 6);
  if (productive_s === null) {
    expect([reduced_speed_s, startup_rejects_s, production_rejects_s, performance, quality, oee]).toEqual(
      Array.from({ length: 6 }, () => null),
    );
    return;
  }
  const lost =
    breakdown_s + setup_s + minor_stops_s + reduced_speed_s! + startup_rejects_s! + production_rejects_s!;
  const scale = Math.max(1, planned_s, Math.abs(reduced_speed_s!));
  expect((productive_s + lost + unknown_s - planned_s) / scale).toBeCloseTo(0, 9);
  if (availability === null || performance === null || quality === null) return;
  const product = availability * performance * quality;
  expect(product / Math.max(1, product)).toBeCloseTo(oee! / Math.max(1, product), 9);
  expect(oee).toBe(productive_s / planned_s);
}

describe('figures of OEE', () => {
  it('OEE figures: A x P x Q is good pieces at the ideal cycle over planned time, and the losses are the rest', () => {
    fc.assert(
      fc.property(shifts, (shift) => keepsTheLaws(figuresOf(amounts(shift)))),
      { numRuns: 500 },
    );
  });

  it('OEE figures: the identity holds for several shifts, also with different ideal cycles', () => {
    fc.assert(
      fc.property(fc.array(shifts, { maxLength: 5 }), (several) => {
        const all = several.map(amounts);
        const figures = figuresOf(all.reduce(add, nothing));
        keepsTheLaws(figures);
        expect(figures.planned_s).toBeCloseTo(
          all.reduce((sum, { plannedS }) => sum + plannedS, 0),
          6,
        );
        expect(figures.total === null).toBe(all.some(({ output }) => output === undefined));
      }),
      { numRuns: 200 },
    );
  });

  it('OEE figures: agree with a shift computed by hand', () => {
    const hour = 3_600_000;
    const planned = [{ fromMs: 0, toMs: 8 * hour }];
    const measured = [
      { fromMs: 0, toMs: 3 * hour, isRunning: true },
      { fromMs: 3 * hour, toMs: 3.5 * hour, isRunning: false },
      { fromMs: 3.5 * hour, toMs: 5 * hour, isRunning: true },
      { fromMs: 5 * hour, toMs: 5 * hour + 120_000, isRunning: false },
      { fromMs: 5 * hour + 120_000, toMs: 7 * hour, isRunning: true },
    ];
    const setup = {
      fromMs: 3 * hour,
      toMs: 3.25 * hour,
      explanationId: 1,
      reasonId: 2,
      loss: 'setup' as const,
    };
    const course = courseOf(planned, measured, [setup], 300_000);
    expect(course.stops).toEqual([
      { fromMs: 3 * hour, toMs: 3.25 * hour, state: 'stopped', loss: 'setup', explained: setup },
      { fromMs: 3.25 * hour, toMs: 3.5 * hour, state: 'stopped', loss: 'breakdown', explained: undefined },
      {
        fromMs: 5 * hour,
        toMs: 5 * hour + 120_000,
        state: 'stopped',
        loss: 'minor_stop',
        explained: undefined,
      },
      { fromMs: 7 * hour, toMs: 8 * hour, state: 'unknown', loss: null, explained: undefined },
    ]);
    const made = { total: 4500, good: 4400, startupRejects: 40 };
    expect(figuresOf(amountsOf(8 * hour, course, 8 * hour, made, 4))).toEqual({
      planned_s: 28_800,
      run_s: 23_280,
      unknown_s: 3600,
      unexplained_s: 1020,
      productive_s: 17_600,
      losses: {
        breakdown_s: 900,
        setup_s: 900,
        minor_stops_s: 120,
        reduced_speed_s: 5280,
        startup_rejects_s: 160,
        production_rejects_s: 240,
      },
      total: 4500,
      good: 4400,
      counted_s: 28_800,
      availability: 23_400 / 28_800,
      availability_at_most: 27_000 / 28_800,
      performance: 18_000 / 23_400,
      performance_at_least: 18_000 / 27_000,
      quality: 4400 / 4500,
      oee: 17_600 / 28_800,
    });
  });

  it('OEE: explanations never turn time into running that was not measured as running', () => {
    fc.assert(
      fc.property(shifts, ({ planned, states: measured, explanations: said, minorStopMs }) => {
        const withWords = courseOf(planned, measured, said, minorStopMs);
        const without = courseOf(planned, measured, [], minorStopMs);
        expect(withWords.running).toEqual(without.running);
        const running = measured.filter(({ isRunning }) => isRunning);
        expect(lengthMs(withWords.running)).toBeLessThanOrEqual(lengthMs(running));
        expect(lengthMs(withWords.stops)).toBe(lengthMs(without.stops));
      }),
    );
  });
});
