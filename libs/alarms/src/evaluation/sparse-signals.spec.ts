import type { Condition } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RuleDefinition } from '../rules/rule.js';
import { inEventOrder, type Sample, sampleOf } from '../samples/sample.js';
import { arbitraryRules, arbitrarySignals, arbitrarySparseSamples } from '../testing/arbitrary-rules.js';
import { breachesOf } from './breach.js';
import { Program } from './program.js';
import { follows } from './source-state.js';

const signals = ['temperature', 'vibration'];
const shaking: Condition = { type: 'compare', signal: 'vibration', op: '>', value: 7, deadband: 1 };

const ruleOf = (set: Condition, fields: Partial<RuleDefinition> = {}, id = 1) => ({
  id,
  ruleId: id,
  effectiveFrom: -Infinity,
  definition: {
    set,
    on_delay_s: 0,
    off_delay_s: 0,
    severity: 'critical' as const,
    escalations: [],
    latching: false,
    ...fields,
  },
});
type Rule = ReturnType<typeof ruleOf>;

const programOf = (...rules: readonly Rule[]) => new Program(rules, signals);

/** A sample each 10 ms; undefined lacks the vibration. */
const samplesOf = (...vibrations: (number | undefined)[]): Sample[] =>
  vibrations.map((vibration, i) => sampleOf(signals, i * 10, { temperature: 20, vibration }));

/** Breaches as [raised at, returned at]. */
function breaches(rule: Rule, samples: readonly Sample[], until = 0) {
  const program = programOf(rule);
  const transitions = program.run(program.initial(), samples, until);
  return breachesOf([], transitions).map(({ raisedAt, returnedAt }) => [raisedAt, returnedAt]);
}

describe('rules over signals that not every sample has', () => {
  it('a sensor that drops out does not end its alarm', () => {
    expect(breaches(ruleOf(shaking), samplesOf(8, undefined, undefined), 60_000)).toEqual([[0, null]]);
  });

  it('a sensor that comes with every second sample makes one breach, not one per sample', () => {
    const samples = samplesOf(...[8, 9, 8, 9, 8, 9, 8].flatMap((vibration) => [vibration, undefined]), 5);
    expect(breaches(ruleOf(shaking), samples)).toEqual([[0, 140]]);
  });

  it('a slow sensor fulfils the delay of a rule and a duration', () => {
    const samples = samplesOf(8, undefined, undefined, undefined, 8, undefined);
    expect(breaches(ruleOf(shaking, { on_delay_s: 0.03 }), samples)).toEqual([[30, null]]);
    expect(breaches(ruleOf({ type: 'for', duration_s: 0.03, of: shaking }), samples)).toEqual([[30, null]]);
  });

  it('a timer sees the last known value, not the gap of the last sample', () => {
    const rule = ruleOf(shaking, { on_delay_s: 5 });
    expect(breaches(rule, samplesOf(8, undefined), 60_000)).toEqual([[5000, null]]);
  });

  it('a sensor that drops out is found by silence of its signal, while others go on', () => {
    const silent = ruleOf({ type: 'stale', signal: 'vibration', after_s: 0.02 });
    expect(breaches(silent, samplesOf(8, undefined, undefined, undefined, 5))).toEqual([[20, 40]]);
  });

  it('an alarm tells the last known value of a signal that its sample lacks', () => {
    const program = programOf(ruleOf(shaking, { on_delay_s: 0.01 }));
    const [raised] = program.run(program.initial(), samplesOf(8.25, undefined));
    expect(raised!.values).toEqual([20, 8.25]);
  });

  it('what is known of a signal survives a change of rules and of the other signals', () => {
    const before = programOf();
    const { state } = before.step(before.initial(), samplesOf(8, undefined));
    const silent = ruleOf({ type: 'stale', signal: 'vibration', after_s: 1 }, {}, 2);
    const after = new Program([ruleOf(shaking), silent], ['vibration', 'current']);
    const next = { at: 20, values: [NaN, 1] };
    const found = after.run(after.adopt(state), [next], 5000);
    expect(found.map(({ rule, kind, at }) => [rule.id, kind, at])).toEqual([
      [1, 'raised', 20],
      [2, 'raised', 1000],
    ]);
  });

  it('a sample within the instant of the last one follows only by its own values, not by those held', () => {
    const program = programOf();
    const { state } = program.step(program.initial(), [
      { at: 1, values: [9, 3] },
      { at: 2, values: [NaN, 3] },
    ]);
    expect(follows({ at: 2, values: [10, 4] }, state)).toBe(false);
  });

  it('sparse samples are evaluated as if each had the last known values', () => {
    // Rates and the silence of a signal look at whether a value came.
    const looksAtArrival = /rate_of_change|"stale"[^}]*"signal"/;
    fc.assert(
      fc.property(arbitraryRules, arbitrarySparseSamples, (all, samples) => {
        const rules = all.filter(({ definition }) => !looksAtArrival.test(JSON.stringify(definition)));
        const program = new Program(rules, arbitrarySignals);
        const sorted = [...samples].sort(inEventOrder);
        const filled: Sample[] = [];
        for (const { at, values } of sorted) {
          const known = filled.at(-1)?.values;
          filled.push({ at, values: values.map((x, i) => (Number.isNaN(x) ? (known?.[i] ?? NaN) : x)) });
        }
        expect(program.run(program.initial(), sorted, 120_000)).toEqual(
          program.run(program.initial(), filled, 120_000),
        );
      }),
      { numRuns: 500 },
    );
  });
});
