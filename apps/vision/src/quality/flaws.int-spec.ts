import { portraits } from '@argus/testing/photographs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';
import type { FaceAnalysis } from '../analysis/photograph-analysis.js';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { startAnalysis } from '../testing/analyse-photographs.js';

let pool: AnalysisPool;
beforeAll(async () => {
  pool = await startAnalysis();
});
afterAll(() => pool.stop());

const chosen = portraits.slice(0, 10);

async function faceOf(image: Sharp): Promise<FaceAnalysis | undefined> {
  const stages = { descriptor: true, passiveLiveness: false, iris: false };
  return (await pool.analyse({ photograph: await image.png().toBuffer(), maxFaces: 1, stages })).faces[0];
}

/** Returns how many of the portraits that still show a face have a flaw, after a change. */
async function flaws(change: (image: Sharp, face: FaceAnalysis) => Sharp): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  for (const portrait of chosen) {
    const upright = await sharp(await portrait.read())
      .autoOrient()
      .png()
      .toBuffer();
    const face = await faceOf(change(sharp(upright), (await faceOf(sharp(upright)))!));
    if (face) found.push(face.flaws[0]);
  }
  return found;
}

describe('flaws of faces in photographs', () => {
  it('flaws: upright portraits have none', async () => {
    expect((await flaws((image) => image)).filter((flaw) => flaw !== undefined)).toEqual([]);
  });

  it.each([90, 180, 270])('flaws: a portrait turned by %i degrees is said to be turned', async (degrees) => {
    const found = await flaws((image) => image.rotate(degrees));
    expect(found.length).toBeGreaterThanOrEqual(6);
    expect(found.filter((flaw) => flaw === 'CAMERA_TURNED').length).toBeGreaterThanOrEqual(found.length - 1);
  });

  it('flaws: a face cut at the brows is said to be cut off', async () => {
    const found = await flaws((image, { box }) => {
      const top = Math.round(box.y + 0.4 * box.height);
      return image.extract({
        left: Math.round(box.x),
        top,
        width: box.width,
        height: box.y + box.height - top,
      });
    });
    expect(found.filter((flaw) => flaw === 'FACE_CUT_OFF').length).toBeGreaterThanOrEqual(found.length - 1);
  });
});
