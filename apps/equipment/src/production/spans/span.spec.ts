import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { spanLists } from '../../testing/arbitrary-spans.js';
import { difference, intersection, lengthMs, type Span } from './span.js';

const END = 60;
const covers = (spans: readonly Span[], at: number): boolean =>
  spans.some(({ fromMs, toMs }) => fromMs <= at && at < toMs);
const moments = Array.from({ length: END }, (_, at) => at);

describe('spans', () => {
  it('Spans: intersection and difference agree with those of sets of instants', () => {
    fc.assert(
      fc.property(spanLists(END), spanLists(END), (spans, others) => {
        const [common, rest] = [intersection(spans, others), difference(spans, others)];
        for (const at of moments) {
          expect(covers(common, at)).toBe(covers(spans, at) && covers(others, at));
          expect(covers(rest, at)).toBe(covers(spans, at) && !covers(others, at));
        }
        expect(lengthMs(common) + lengthMs(rest)).toBe(lengthMs(spans));
        for (const list of [common, rest])
          for (let at = 1; at < list.length; at++)
            expect(list[at]!.fromMs).toBeGreaterThanOrEqual(list[at - 1]!.toMs);
      }),
    );
  });
});
