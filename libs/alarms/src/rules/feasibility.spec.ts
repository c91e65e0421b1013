import type { Condition } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import { infeasibility } from './feasibility.js';
import type { RuleDefinition } from './rule.js';

const above = (value: number): Condition => ({ type: 'compare', signal: 'temperature', op: '>', value });
const below = (value: number): Condition => ({ type: 'compare', signal: 'temperature', op: '<', value });
const fieldOf = (fields: Partial<RuleDefinition>) =>
  infeasibility({ set: above(80), escalations: [], ...fields })?.field;

describe('infeasibility', () => {
  it('a condition that no sample can fulfil is refused', () => {
    expect(fieldOf({ set: { type: 'and', of: [above(10), below(5)] } })).toBe('set');
    expect(
      fieldOf({ set: { type: 'and', of: [above(10), { type: 'for', duration_s: 5, of: below(10) }] } }),
    ).toBe('set');
    expect(
      fieldOf({
        set: { type: 'repeated', times: 2, within_s: 9, of: { type: 'and', of: [above(1), below(1)] } },
      }),
    ).toBe('set');
    expect(fieldOf({ set: { type: 'and', of: [above(5), below(10)] } })).toBeUndefined();
    // A single point counts.
    const point: Condition = { type: 'band', signal: 'speed', low: 3, high: 3, is: 'inside' };
    expect(fieldOf({ set: point })).toBeUndefined();
  });

  it('an alarm that would never return is refused', () => {
    expect(fieldOf({ set: { type: 'or', of: [above(5), below(6)] } })).toBe('set');
    expect(fieldOf({ set: above(80), clear: above(90) })).toBe('clear');
    expect(fieldOf({ set: above(80), clear: below(70) })).toBeUndefined();
    expect(fieldOf({ set: above(80), clear: { type: 'stale', after_s: 9 } })).toBeUndefined();
  });

  it('an escalation that can never happen is refused', () => {
    const when: Condition = { type: 'and', of: [above(90), below(90)] };
    expect(fieldOf({ escalations: [{ severity: 'critical', when }] })).toBe('escalations');
  });

  it('a rule with too many combinations is accepted quickly', () => {
    const many = (signal: 'temperature' | 'speed' | 'pressure'): Condition => ({
      type: 'or',
      of: Array.from({ length: 16 }, (_, i) => ({ type: 'compare', signal, op: '>', value: i }) as const),
    });
    const startedAt = performance.now();
    expect(
      fieldOf({ set: { type: 'and', of: [many('temperature'), many('speed'), many('pressure')] } }),
    ).toBeUndefined();
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
