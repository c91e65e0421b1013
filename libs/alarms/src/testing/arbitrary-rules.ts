import { comparisons, type Condition } from '@argus/contracts';
import fc from 'fast-check';
import type { RuleDefinition, RuleVersion } from '../rules/rule.js';
import type { Sample, Signals } from '../samples/sample.js';

/** Rules and samples for property tests: few values and short times, so that limits, ties and timers meet often. */

export const arbitrarySignals: Signals = ['temperature', 'speed', 'pressure'];

const seconds = fc.integer({ min: 1, max: 12 });
const value = fc.integer({ min: 0, max: 10 });
const deadband = fc.integer({ min: 0, max: 2 });

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      type: fc.constant('compare' as const),
      signal: fc.constantFrom(...arbitrarySignals),
      op: fc.constantFrom(...comparisons),
      value,
      deadband,
    }),
    fc.record({
      type: fc.constant('band' as const),
      signal: fc.constantFrom(...arbitrarySignals),
      low: fc.integer({ min: 0, max: 4 }),
      high: fc.integer({ min: 5, max: 10 }),
      is: fc.constantFrom('inside' as const, 'outside' as const),
      deadband,
    }),
    fc.record({
      type: fc.constant('rate_of_change' as const),
      signal: fc.constantFrom(...arbitrarySignals),
      op: fc.constantFrom(...comparisons),
      per_second: fc.integer({ min: -2, max: 2 }),
      over_s: seconds,
    }),
    fc.record(
      { type: fc.constant('stale' as const), after_s: seconds, signal: fc.constantFrom(...arbitrarySignals) },
      { requiredKeys: ['type', 'after_s'] },
    ),
    fc.record({
      type: fc.constantFrom('and' as const, 'or' as const),
      of: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ type: fc.constant('not' as const), of: tie('condition') }),
    fc
      .array(tie('condition'), { minLength: 1, maxLength: 3 })
      .map((of) => ({ type: 'at_least' as const, count: Math.ceil(of.length / 2), of })),
    fc.record({ type: fc.constant('for' as const), duration_s: seconds, of: tie('condition') }),
    fc.record({
      type: fc.constant('repeated' as const),
      times: fc.integer({ min: 2, max: 4 }),
      within_s: seconds,
      of: tie('condition'),
    }),
  ),
}));

export const arbitraryDefinition: fc.Arbitrary<RuleDefinition> = fc.record({
  set: condition,
  clear: fc.option(condition, { nil: null }),
  on_delay_s: fc.constantFrom(0, 0, 2, 5),
  off_delay_s: fc.constantFrom(0, 0, 3),
  severity: fc.constantFrom('low' as const, 'medium' as const),
  escalations: fc.array(
    fc.record({ severity: fc.constantFrom('high' as const, 'critical' as const), when: condition }),
    {
      maxLength: 2,
    },
  ),
  latching: fc.boolean(),
});

export const arbitraryRules: fc.Arbitrary<RuleVersion[]> = fc
  .array(fc.tuple(arbitraryDefinition, fc.constantFrom(-Infinity, -Infinity, 15_000)), {
    minLength: 1,
    maxLength: 4,
  })
  .map((rules) =>
    rules.map(([definition, effectiveFrom], index) => ({
      id: index + 1,
      ruleId: index + 1,
      definition,
      effectiveFrom,
    })),
  );

const samplesOf = (measured: fc.Arbitrary<number>): fc.Arbitrary<Sample[]> =>
  fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 80 }).map((halves) => halves * 500),
      values: fc.tuple(measured, measured, measured),
    }),
    { minLength: 1, maxLength: 40 },
  );

/** Samples of half a minute or so, not in order, some at the same moment. */
export const arbitrarySamples = samplesOf(value);

/** The same where each sample lacks about half of the signals. */
export const arbitrarySparseSamples = samplesOf(fc.oneof(value, fc.constant(NaN)));
