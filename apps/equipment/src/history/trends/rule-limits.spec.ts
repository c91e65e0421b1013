import type { Condition, RuleDefinition } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import { limitsOf } from './rule-limits.js';

const compare = (op: '>' | '<=', value: number): Condition => ({
  type: 'compare',
  signal: 'temperature',
  op,
  value,
});
const rule = (set: Condition, escalations: RuleDefinition['escalations'] = []): RuleDefinition => ({
  name: 'Too warm',
  set,
  escalations,
  on_delay_s: 0,
  off_delay_s: 0,
  severity: 'medium',
  latching: false,
  enabled: true,
});

describe('limits of a rule', () => {
  it('limitsOf: returns the limits of comparisons, each once, with their severity', () => {
    const set: Condition = {
      type: 'for',
      duration_s: 5,
      of: { type: 'and', of: [compare('>', 80), compare('>', 80)] },
    };
    const escalations = [{ severity: 'critical' as const, when: compare('>', 95) }];
    expect(limitsOf(rule(set, escalations), 'temperature')).toEqual([
      { limit: 80, side: 'above', severity: 'medium' },
      { limit: 95, side: 'above', severity: 'critical' },
    ]);
    expect(limitsOf(rule(set, escalations), 'pressure')).toEqual([]);
  });

  it('limitsOf: returns the edges of a band that is left, and swaps the side under a negation', () => {
    const band: Condition = { type: 'band', signal: 'temperature', low: 18, high: 22, is: 'inside' };
    const edges = [
      { limit: 18, side: 'below', severity: 'medium' },
      { limit: 22, side: 'above', severity: 'medium' },
    ];
    expect(limitsOf(rule({ type: 'not', of: band }), 'temperature')).toEqual(edges);
    expect(limitsOf(rule({ ...band, is: 'outside' }), 'temperature')).toEqual(edges);
    expect(limitsOf(rule(band), 'temperature')).toEqual([]);
    expect(limitsOf(rule({ type: 'not', of: compare('<=', 10) }), 'temperature')).toEqual([
      { limit: 10, side: 'above', severity: 'medium' },
    ]);
    expect(limitsOf(rule({ type: 'stale', after_s: 5 }), 'temperature')).toEqual([]);
  });
});
