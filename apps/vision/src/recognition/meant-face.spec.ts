import { facesMeant } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FaceAnalysis } from '../analysis/photograph-analysis.js';
import { refusalOf, refusalToEnrol } from './meant-face.js';

const face = (tooClose = false) => ({ tooClose }) as FaceAnalysis;
const found = (secondFaceShare: number, tooClose = false) => ({ faces: [face(tooClose)], secondFaceShare });

describe('refusalOf', () => {
  it('refusalOf: where all faces are meant nothing is refused, else a picture without a face is', () => {
    const none = { faces: [], secondFaceShare: 0 };
    expect(facesMeant.map((meant) => refusalOf(none, meant))).toEqual([null, 'NO_FACE', 'NO_FACE']);
  });

  it('refusalOf: a stranger in the background stops a request that means the only face, not one that means the largest', () => {
    expect(refusalOf(found(0.3), 'alone')).toBe('SEVERAL_FACES');
    expect(refusalOf(found(0.3), 'largest')).toBeNull();
    expect(refusalToEnrol(found(0.3))).toBeNull();
  });

  it('refusalOf: of two faces of about one size nobody is meant, whatever the request says', () => {
    expect(refusalOf(found(0.9), 'largest')).toBe('SEVERAL_FACES');
    expect(refusalToEnrol(found(0.9))).toBe('SEVERAL_FACES');
  });

  it('refusalOf: what means the largest is refused least, an enrolment more, what means the only face most', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), (share, tooClose) => {
        const picture = found(share, tooClose);
        if (refusalOf(picture, 'largest')) expect(refusalToEnrol(picture)).not.toBeNull();
        if (refusalToEnrol(picture)) expect(refusalOf(picture, 'alone')).not.toBeNull();
        if (!tooClose && share === 0) expect(refusalOf(picture, 'alone')).toBeNull();
      }),
    );
  });

  it('refusalOf: a face that does not fit into the picture is told apart from none', () => {
    expect(refusalOf(found(0, true), 'largest')).toBe('FACE_TOO_CLOSE');
  });
});
