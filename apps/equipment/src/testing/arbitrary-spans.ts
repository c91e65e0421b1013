import fc from 'fast-check';
import type { Span } from '../production/spans/span.js';

/** Generates sorted spans without overlap, from 0 to at most `end`; some touch. */
export const spanLists = (end: number): fc.Arbitrary<Span[]> =>
  fc.uniqueArray(fc.integer({ min: 0, max: end }), { maxLength: 12 }).chain((cuts) => {
    const edges = cuts.sort((one, other) => one - other);
    const pieces = edges.slice(1).map((toMs, at) => ({ fromMs: edges[at]!, toMs }));
    return fc.subarray(pieces);
  });
