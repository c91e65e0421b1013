import { portraits, portraitsOf, groups } from '@argus/testing/photographs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { PhotographAnalysis } from '../analysis/photograph-analysis.js';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { noStages, startAnalysis } from '../testing/analyse-photographs.js';

let pool: AnalysisPool;
beforeAll(async () => {
  pool = await startAnalysis();
});
afterAll(() => pool.stop());

const analyse = (photograph: Uint8Array, maxFaces = 1) =>
  pool.analyse({ photograph, maxFaces, stages: noStages });

/** Cuts a square out whose area is the face's with its edges times this, as far as the picture reaches. */
async function cropAround(
  photograph: Uint8Array,
  { faces: [face], width, height }: PhotographAnalysis,
  multiple: number,
): Promise<Uint8Array> {
  const { box } = face!;
  const edge = Math.min(Math.round(Math.sqrt(box.width * box.height) * multiple), width, height);
  const start = (centre: number, limit: number) =>
    Math.round(Math.min(Math.max(centre - edge / 2, 0), limit - edge));
  const left = start(box.x + box.width / 2, width);
  const top = start(box.y + box.height / 2, height);
  return sharp(photograph).extract({ left, top, width: edge, height: edge }).png().toBuffer();
}

describe('one face', () => {
  it('one face: a portrait cut to the face box, to larger and smaller squares, shows exactly one face', async () => {
    const multiples = [1.25, 1, 0.95, 0.9, 0.85, 0.8, 0.75];
    for (const portrait of portraits) {
      const photograph = await portrait.read();
      const whole = await analyse(photograph);
      for (const multiple of multiples) {
        const crop = await cropAround(photograph, whole, multiple);
        const { facesDetected } = await analyse(crop, 10);
        expect([portrait.name, multiple, facesDetected]).toEqual([portrait.name, multiple, 1]);
      }
    }
  });

  it('one face: a face a twentieth as wide as the picture is found, and so is every face of a group', async () => {
    const face = await sharp(await portraitsOf('franck')[0]!.read())
      .resize(150)
      .toBuffer();
    const { width } = (await analyse(await portraitsOf('franck')[0]!.read())).faces[0]!.box;
    const original = (await sharp(await portraitsOf('franck')[0]!.read()).metadata()).width;
    const faceWidth = (width * 150) / original;
    const far = await sharp({
      create: {
        width: Math.round(20 * faceWidth),
        height: Math.round(12 * faceWidth),
        channels: 3,
        background: '#777',
      },
    })
      .composite([{ input: face, left: 100, top: 60 }])
      .png()
      .toBuffer();
    expect((await analyse(far)).facesDetected).toBe(1);
    for (const group of groups)
      expect([group.name, (await analyse(await group.read(), 50)).facesDetected]).toEqual([
        group.name,
        group.faces,
      ]);
  });
});
