import type { Condition } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import type { RuleDefinition } from '../rules/rule.js';
import { sampleOf } from '../samples/sample.js';
import { breachesOf } from './breach.js';
import { Program } from './program.js';

const signals = ['frames_per_second', 'last_frame_age', 'jitter'];
const START = Date.parse('2026-01-01T00:00:00Z');

const ruleOf = (id: number, set: Condition, fields: Partial<RuleDefinition> = {}) => ({
  id,
  ruleId: id,
  effectiveFrom: -Infinity,
  definition: {
    set,
    on_delay_s: 0,
    off_delay_s: 0,
    severity: 'medium' as const,
    escalations: [],
    latching: false,
    ...fields,
  },
});
const compare = (signal: string, op: '<' | '>', value: number): Condition => ({
  type: 'compare',
  signal,
  op,
  value,
});

/** Breaches as [rule, raised at second, returned at second, peak severity]. */
function breaches(
  rules: readonly ReturnType<typeof ruleOf>[],
  samples: readonly (readonly [second: number, measured: Record<string, number>])[],
  untilSecond: number,
) {
  const program = new Program(rules, signals);
  const transitions = program.run(
    program.initial(),
    samples.map(([second, measured]) => sampleOf(signals, START + second * 1000, measured)),
    START + untilSecond * 1000,
  );
  const seconds = (at: number | null) => (at === null ? null : (at - START) / 1000);
  return breachesOf([], transitions).map(({ rule, raisedAt, returnedAt, peak }) => [
    rule.id,
    seconds(raisedAt),
    seconds(returnedAt),
    peak,
  ]);
}

describe('rules over camera signals', () => {
  it('a slow camera raises its alarm after the delay and returns by itself', () => {
    const slow = ruleOf(1, compare('frames_per_second', '<', 10), { on_delay_s: 5 });
    const samples = [
      [0, { frames_per_second: 25 }],
      [1, { frames_per_second: 8 }],
      [9, { frames_per_second: 24 }],
    ] as const;
    expect(breaches([slow], samples, 20)).toEqual([[1, 6, 9, 1]]);
  });

  it('a frozen picture escalates with its age', () => {
    const frozen = ruleOf(1, compare('last_frame_age', '>', 2), {
      escalations: [{ severity: 'critical', when: compare('last_frame_age', '>', 30) }],
    });
    const samples = [
      [0, { last_frame_age: 0.04 }],
      [3, { last_frame_age: 3 }],
      [31, { last_frame_age: 31 }],
    ] as const;
    expect(breaches([frozen], samples, 40)).toEqual([[1, 3, null, 3]]);
  });

  it('a camera that does not measure a signal breaks no rule about it', () => {
    const jittery = ruleOf(1, compare('jitter', '>', 5));
    const calm = ruleOf(2, { type: 'not', of: compare('jitter', '>', 5) });
    expect(breaches([jittery, calm], [[0, { frames_per_second: 25 }]], 10)).toEqual([]);
  });

  it('a camera that falls silent is found by a timer', () => {
    const silent = ruleOf(1, { type: 'stale', after_s: 15 });
    expect(breaches([silent], [[0, { frames_per_second: 25 }]], 60)).toEqual([[1, 15, null, 1]]);
  });
});
