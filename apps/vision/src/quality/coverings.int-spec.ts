import { portraits } from '@argus/testing/photographs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { FaceAnalysis } from '../analysis/photograph-analysis.js';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { startAnalysis } from '../testing/analyse-photographs.js';

let pool: AnalysisPool;
beforeAll(async () => {
  pool = await startAnalysis();
});
afterAll(() => pool.stop());

async function faceOf(photograph: Uint8Array): Promise<FaceAnalysis | undefined> {
  const stages = { descriptor: false, passiveLiveness: false, iris: true };
  return (await pool.analyse({ photograph, maxFaces: 1, stages })).faces[0];
}

/** Draws on a portrait, by the places of its irises. Returns the face that is then found. */
async function faceWith(photograph: Uint8Array, drawing: typeof mask): Promise<FaceAnalysis | undefined> {
  const { irises } = (await faceOf(photograph))!;
  const { width, height } = await sharp(photograph).metadata();
  const shapes = drawing(irises!.right.centre, irises!.left.centre);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes}</svg>`;
  return faceOf(
    await sharp(photograph)
      .composite([{ input: Buffer.from(svg) }])
      .png()
      .toBuffer(),
  );
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** A mask from the middle of the nose to the chin. */
function mask(right: Place, left: Place): string {
  const [dx, dy] = [left.x - right.x, left.y - right.y];
  const middle = { x: (right.x + left.x) / 2, y: (right.y + left.y) / 2 };
  const corner = (across: number, down: number) =>
    `${middle.x + across * dx - down * dy},${middle.y + across * dy + down * dx}`;
  const outline = [
    [-0.85, 0.65],
    [0, 0.4],
    [0.85, 0.65],
    [0.75, 1.3],
    [0.35, 1.75],
    [-0.35, 1.75],
    [-0.75, 1.3],
  ].map(([across, down]) => corner(across!, down!));
  return `<polygon points="${outline.join(' ')}" fill="#9fc9d9"/>`;
}

function darkGlasses(right: Place, left: Place): string {
  const distance = Math.hypot(left.x - right.x, left.y - right.y);
  return [right, left]
    .map(
      ({ x, y }) =>
        `<ellipse cx="${x}" cy="${y}" rx="${distance * 0.4}" ry="${distance * 0.3}" fill="#15151a" fill-opacity="0.95"/>`,
    )
    .join('');
}

describe('coverings', () => {
  it('coverings: a mask is named as such on nine of ten portraits, dark glasses too', async () => {
    for (const [drawing, covering] of [
      [mask, 'MOUTH_COVERED'],
      [darkGlasses, 'EYES_COVERED'],
    ] as const) {
      const named: boolean[] = [];
      for (const portrait of portraits) {
        const face = await faceWith(await portrait.read(), drawing);
        if (face) named.push(face.coverings.includes(covering));
      }
      expect(named.length).toBeGreaterThanOrEqual(25);
      expect(named.filter(Boolean).length / named.length).toBeGreaterThanOrEqual(0.9);
    }
  });

  it('coverings: of the portraits themselves at most one is said to be covered', async () => {
    const covered: string[] = [];
    for (const portrait of portraits)
      if ((await faceOf(await portrait.read()))!.coverings.length > 0) covered.push(portrait.name);
    expect(covered.length).toBeLessThanOrEqual(1);
  });
});
