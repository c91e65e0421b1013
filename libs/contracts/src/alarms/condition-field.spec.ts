import { describe, expect, it } from '@jest/globals';
import { IssueError } from '../errors/issue.js';
import { choice } from '../fields/types.js';
import { conditionBounds } from './condition.js';
import { condition } from './condition-field.js';

const compare = { type: 'compare', signal: 'temperature', op: '>', value: 80 };
const read = (value: unknown) => condition(choice('temperature', 'speed', 'pressure')).read(value, ['set']);

function issuesOf(value: unknown): string[] {
  try {
    read(value);
    return [];
  } catch (error) {
    if (!(error instanceof IssueError)) throw error;
    return error.issues.map(({ path, code, params }) =>
      `${path.join('.')}: ${code} ${params?.text ?? ''}`.trimEnd(),
    );
  }
}

const nested = (depth: number): unknown => {
  let node: unknown = compare;
  for (let i = 1; i < depth; i++) node = { type: 'not', of: node };
  return node;
};

describe('condition()', () => {
  it('condition: every type of node is read', () => {
    const tree = {
      type: 'or',
      of: [
        {
          type: 'and',
          of: [
            { ...compare, deadband: 2 },
            { type: 'stale', after_s: 5 },
            { type: 'stale', after_s: 5, signal: 'speed' },
          ],
        },
        {
          type: 'at_least',
          count: 1,
          of: [{ type: 'band', signal: 'pressure', low: 1, high: 9, is: 'outside', deadband: 0.5 }],
        },
        { type: 'not', of: { type: 'for', duration_s: 10, of: compare } },
        { type: 'repeated', times: 3, within_s: 60, of: compare },
        { type: 'rate_of_change', signal: 'speed', op: '<', per_second: -3, over_s: 10 },
      ],
    };
    expect(read(tree)).toEqual(tree);
  });

  it('condition: trees that are too deep, even by 100 000 levels, are refused within half a second', () => {
    expect(issuesOf(nested(conditionBounds.depth))).toEqual([]);
    const [issue] = issuesOf(nested(conditionBounds.depth + 1));
    expect(issue).toMatch(/nested at most 12 deep/);
    const startedAt = performance.now();
    expect(issuesOf(nested(1000))).toHaveLength(1);
    expect(issuesOf(nested(100_000))).toHaveLength(1);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  it('condition: trees with too many nodes or branches, or with none, are refused', () => {
    const wide = {
      type: 'and',
      of: Array.from({ length: 16 }, () => ({ type: 'or', of: Array(5).fill(compare) })),
    };
    expect(issuesOf(wide)[0]).toMatch(/at most 64 parts/);
    expect(issuesOf({ type: 'and', of: Array(17).fill(compare) })).toEqual(['set.of: too_many_items']);
    expect(issuesOf({ type: 'and', of: [] })).toEqual(['set.of: too_few_items']);
  });

  it('condition: a refusal names every mistake with its path', () => {
    expect(
      issuesOf({
        type: 'and',
        of: [
          { type: 'compare', signal: 'humidity', op: '=', value: 'hot' },
          { type: 'for', duration_s: 0, of: {} },
          { type: 'xor' },
          7,
          { ...compare, value: Infinity },
          { ...compare, deadbnad: 2 },
          { ...compare, deadband: null },
          { type: 'stale', after_s: 5, signal: 'humidity' },
        ],
      }),
    ).toEqual([
      'set.of.0.signal: not_a_choice',
      'set.of.0.op: not_a_choice',
      'set.of.0.value: not_a_number',
      'set.of.1.duration_s: too_small',
      'set.of.1.of.type: required',
      'set.of.2.type: not_a_choice',
      'set.of.3: not_an_object',
      'set.of.4.value: not_a_number',
      'set.of.5.deadbnad: not_taken deadbnad is not a field here; did you mean deadband?',
      'set.of.6.deadband: null',
      'set.of.7.signal: not_a_choice',
    ]);
  });

  it('condition: contradictory bands and counts are refused', () => {
    const band = { type: 'band', signal: 'speed', low: 5, high: 4, is: 'inside' };
    expect(issuesOf(band)).toEqual(['set: invalid low must not be above high.']);
    expect(issuesOf({ ...band, high: 7, is: 'outside', deadband: 2 })[0]).toMatch(/would never end/);
    expect(issuesOf({ type: 'at_least', count: 2, of: [compare] })[0]).toMatch(/more than there are/);
  });

  it('condition: inherited properties and names of Object.prototype are not read', () => {
    expect(
      issuesOf(JSON.parse('{"type":"not","of":{"type":"compare"},"__proto__":{"signal":"speed"}}')),
    ).not.toEqual([]);
    expect(issuesOf(Object.create({ type: 'stale', after_s: 5 }))).toEqual(['set.type: required']);
    expect(issuesOf({ type: 'constructor' })).toEqual(['set.type: not_a_choice']);
  });
});
