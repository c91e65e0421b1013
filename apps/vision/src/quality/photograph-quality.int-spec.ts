import { portraitsOf } from '@argus/testing/photographs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { startAnalysis } from '../testing/analyse-photographs.js';

let pool: AnalysisPool;

beforeAll(async () => {
  pool = await startAnalysis();
});
afterAll(() => pool.stop());

async function qualityOf(image: Sharp) {
  const photograph = await image.png().toBuffer();
  const { faces } = await pool.analyse({
    photograph,
    maxFaces: 1,
    stages: { descriptor: false, passiveLiveness: false, iris: false },
  });
  if (!faces[0]) throw new Error('The copy shows no face any more');
  return faces[0].quality;
}

/** Copies of a portrait. Each copy is worse than the one before in one property. */
const series: readonly [component: string, copies: readonly ((image: Sharp) => Sharp)[]][] = [
  ['Sharpness', [0.5, 3, 5, 8].map((sigma) => (image) => image.blur(sigma))],
  ['UnderExposurePrevention', [1, 0.3, 0.2, 0.1].map((gain) => (image) => image.linear(gain, 0))],
  ['OverExposurePrevention', [1, 1.6, 2.2, 3].map((gain) => (image) => image.linear(gain, 0))],
  ['DynamicRange', [1, 0.4, 0.2, 0.1].map((gain) => (image) => image.linear(gain, 100))],
  ['HeadPoseRoll', [0, 15, 30, 45].map((angle) => (image) => image.rotate(angle))],
  ['InterEyeDistance', [720, 500, 350, 200].map((width) => (image) => image.resize(width))],
];

describe('quality of worsened copies', () => {
  it.each(series)('photograph quality: %s falls with every worse copy', async (component, copies) => {
    const bytes = await portraitsOf('franck')[2]!.read();
    const scores: number[] = [];
    for (const worsen of copies) scores.push((await qualityOf(worsen(sharp(bytes)))).components[component]!);
    for (let i = 1; i < scores.length; i++) expect(scores[i]).toBeLessThanOrEqual(scores[i - 1]!);
    expect(scores.at(-1)).toBeLessThan(scores[0]! - 20);
  });

  it('photograph quality: a good portrait has no reasons, blurred and dark copies name theirs', async () => {
    const bytes = await portraitsOf('franck')[2]!.read();
    expect((await qualityOf(sharp(bytes))).reasons).toEqual([]);
    expect((await qualityOf(sharp(bytes).blur(9))).reasons.join()).toContain('blurred');
    expect((await qualityOf(sharp(bytes).linear(0.12, 0))).reasons.join()).toContain('too dark');
  });
});
