import { groups, imitations, portraits, type Photograph } from '@argus/testing/photographs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { comparisonThreshold } from '../decisions/thresholds.js';
import { descriptorModelId } from '../descriptor/descriptor-model.js';
import { analyseAll, startAnalysis, type AnalysedFace } from '../testing/analyse-photographs.js';
import { acceptRate, type PairScores, scorePairs, similarity } from './pair-scores.js';
import { shippedCurve } from './shipped-curves.js';

/** The default of VISION_VERIFICATION_FMR. */
const threshold = comparisonThreshold(shippedCurve(descriptorModelId), 1e-4);

let pool: AnalysisPool;
let faces: AnalysedFace<Photograph>[];

beforeAll(async () => {
  pool = await startAnalysis();
  faces = await analyseAll(pool, [...portraits, ...groups]);
});
afterAll(() => pool.stop());

/** Returns the gap between genuine and impostor scores as a share of the distance of their medians. */
function gapOf({ genuine, impostor }: PairScores): number {
  const median = (scores: readonly number[]) => scores[scores.length >> 1]!;
  return (genuine[0]! - impostor.at(-1)!) / (median(genuine) - median(impostor));
}

describe('the pipeline on the labelled photographs', () => {
  it('labelled photographs: every face is found exactly once', () => {
    for (const { name, faces: expected } of [...portraits, ...groups])
      expect([name, faces.filter(({ photograph }) => photograph.name === name).length]).toEqual([
        name,
        expected,
      ]);
  });

  it('labelled photographs: at the threshold of verification no impostor pair matches, 95 % of genuine pairs do, and a wide gap is between', () => {
    const scores = scorePairs(
      faces.flatMap(({ photograph, face }) =>
        face.descriptor
          ? [{ person: photograph.person, photograph: photograph.name, descriptor: face.descriptor }]
          : [],
      ),
    );
    const trueAccepts = acceptRate(scores.genuine, threshold);
    const falseAccepts = acceptRate(scores.impostor, threshold);
    process.stderr.write(
      `threshold ${threshold.toFixed(4)}: TAR ${(100 * trueAccepts).toFixed(1)} % of ${scores.genuine.length} genuine pairs ` +
        `(lowest ${scores.genuine[0]!.toFixed(4)}), FAR ${(100 * falseAccepts).toFixed(2)} % of ` +
        `${scores.impostor.length} impostor pairs (highest ${scores.impostor.at(-1)!.toFixed(4)})\n`,
    );
    expect(scores.genuine.length).toBeGreaterThanOrEqual(59);
    expect(scores.impostor.length).toBeGreaterThan(900);
    expect(falseAccepts).toBe(0);
    expect(trueAccepts).toBeGreaterThanOrEqual(0.95);
    // The network before SFace had 0.06 here: its lowest genuine score was just above the highest impostor score.
    expect(gapOf(scores)).toBeGreaterThan(0.3);
  });

  it('labelled photographs: every descriptor is a unit vector', () => {
    for (const { face } of faces)
      if (face.descriptor) expect(Math.hypot(...face.descriptor)).toBeCloseTo(1, 5);
  });

  it('labelled photographs: faces with a mesh score below 0.9 get no descriptor', () => {
    for (const { face } of faces) expect(face.descriptor === null).toBe(face.meshScore < 0.9);
  });

  it('labelled photographs: both irises lie in the face and have about the same size', () => {
    for (const { face, photograph } of faces.filter(({ photograph }) => photograph.person === 'franck')) {
      const { right, left } = face.irises!;
      expect([
        photograph.name,
        right.radiusPx / left.radiusPx > 0.8 && right.radiusPx / left.radiusPx < 1.25,
      ]).toEqual([photograph.name, true]);
      expect(left.centre.x - right.centre.x).toBeGreaterThan(4 * right.radiusPx);
      for (const { x, y } of [right.centre, left.centre]) {
        expect(x).toBeGreaterThan(face.box.x);
        expect(x).toBeLessThan(face.box.x + face.box.width);
        expect(y).toBeGreaterThan(face.box.y);
        expect(y).toBeLessThan(face.box.y + face.box.height);
      }
    }
  });

  it('labelled photographs: no imitation matches a named person', async () => {
    const named = faces.filter(({ photograph }) => photograph.person !== undefined);
    for (const { face: imitation } of await analyseAll(pool, imitations))
      for (const { face } of named)
        if (imitation.descriptor && face.descriptor)
          expect(similarity(imitation.descriptor, face.descriptor)).toBeLessThan(threshold);
  });
});
