import type { DecisionOutcome, IdentifiedFace } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FaceTracks } from './face-tracks.js';

const faceAt = (
  x: number,
  subject: string | null,
  outcome: DecisionOutcome = subject ? 'match' : 'no_match',
  reasons: string[] = [],
): IdentifiedFace =>
  ({
    box: { x, y: 100, width: 80, height: 80 },
    subject,
    confidence: subject ? 0.97 : 0.1,
    decision: { outcome },
    reasons,
  }) as never;
const stranger = (x: number): IdentifiedFace => faceAt(x, null);
const blurred = (x: number): IdentifiedFace => faceAt(x, null, 'inconclusive', ['LOW_QUALITY']);
const unsure = (x: number): IdentifiedFace => faceAt(x, null, 'inconclusive', ['NEAR_THRESHOLD']);
const STEP_MS = 500;
const subjects = (all: readonly { readonly subject: string }[]): string[] =>
  all.map(({ subject }) => subject);

describe('faces that are followed over pictures', () => {
  it('one picture recognises nobody, two that agree do, and the time is that of the first', () => {
    const tracks = new FaceTracks();
    expect(tracks.see([faceAt(100, '7')], 0)).toEqual([]);
    expect(tracks.see([faceAt(140, '7')], STEP_MS)).toEqual([
      { subject: '7', confidence: 0.97, firstSeenMs: 0 },
    ]);
  });

  it('a stranger who is taken for somebody in some pictures, but not in most, is recognised as nobody', () => {
    const tracks = new FaceTracks();
    const seen = [
      stranger(100),
      faceAt(120, '7'),
      stranger(140),
      stranger(160),
      faceAt(180, '7'),
      stranger(200),
    ];
    expect(seen.flatMap((face, i) => tracks.see([face], i * STEP_MS))).toEqual([]);
    expect(tracks.end()).toEqual({ seen: 1, unusable: 0, unknown: 1 });
  });

  it('pictures in which the face is too small, blurred or undecided speak neither for nor against', () => {
    const tracks = new FaceTracks();
    const seen = [blurred(100), blurred(110), unsure(120), unsure(125), faceAt(130, '7'), faceAt(140, '7')];
    expect(subjects(seen.flatMap((face, i) => tracks.see([face], i * STEP_MS)))).toEqual(['7']);
    expect(tracks.end()).toEqual({ seen: 1, unusable: 0, unknown: 0 });
  });

  it('a face that is never good enough counts as unusable, not as unknown', () => {
    const tracks = new FaceTracks();
    tracks.see([blurred(100)], 0);
    expect(tracks.end(2999)).toMatchObject({ seen: 0 });
    expect(tracks.end(3000)).toEqual({ seen: 1, unusable: 1, unknown: 0 });
  });

  it('two people side by side are told apart, in whatever order vision lists them', () => {
    const tracks = new FaceTracks();
    tracks.see([faceAt(100, '7'), faceAt(400, '8')], 0);
    expect(subjects(tracks.see([faceAt(420, '8'), faceAt(120, '7')], STEP_MS)).sort()).toEqual(['7', '8']);
    expect(tracks.end().seen).toBe(2);
  });

  it('nobody is ever recognised whom fewer than two pictures named, whatever is seen', () => {
    const face = fc.tuple(fc.integer({ min: 0, max: 1200 }), fc.option(fc.constantFrom('1', '2', '3')));
    fc.assert(
      fc.property(fc.array(fc.array(face, { maxLength: 4 }), { maxLength: 30 }), (pictures) => {
        const tracks = new FaceTracks();
        const named = new Map<string, number>();
        pictures.forEach((faces, i) => {
          for (const [, subject] of faces) if (subject) named.set(subject, (named.get(subject) ?? 0) + 1);
          const seen = faces.map(([x, subject]) => (subject ? faceAt(x, subject) : stranger(x)));
          for (const { subject } of tracks.see(seen, i * STEP_MS))
            expect(named.get(subject)).toBeGreaterThanOrEqual(2);
        });
        const { seen, unusable, unknown } = tracks.end();
        expect(unusable + unknown).toBeLessThanOrEqual(seen);
      }),
    );
  });
});
