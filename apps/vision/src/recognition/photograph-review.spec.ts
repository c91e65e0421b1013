import { describe, expect, it } from '@jest/globals';
import type { FaceAnalysis, PhotographAnalysis } from '../analysis/photograph-analysis.js';
import { reviewPhotograph } from './photograph-review.js';

const describedFace = {
  tooClose: false,
  descriptor: new Float32Array([1]),
  quality: { score: 0.9, components: {}, reasons: [] as string[] },
  coverings: [],
  flaws: [],
} as unknown as FaceAnalysis;

const photograph = (face: Partial<FaceAnalysis>, secondFaceShare = 0): PhotographAnalysis => ({
  width: 100,
  height: 100,
  facesDetected: secondFaceShare > 0 ? 2 : 1,
  secondFaceShare,
  faces: [{ ...describedFace, ...face }],
});
const review = (analysis: PhotographAnalysis) => reviewPhotograph(analysis, { checkQuality: true });

describe('reviewPhotograph', () => {
  it('reviewPhotograph: a covering refuses nobody whose face is described', () => {
    const { report, descriptor } = review(photograph({ coverings: ['MOUTH_COVERED'] }));
    expect([report.refusal, descriptor]).toEqual([null, describedFace.descriptor]);
  });

  it('reviewPhotograph: a face that cannot be described is refused by what covers it, if that is known', () => {
    const hidden = { descriptor: null };
    expect(review(photograph(hidden)).report.refusal).toBe('MESH_SCORE_LOW');
    expect(review(photograph({ ...hidden, coverings: ['MOUTH_COVERED'] })).report).toMatchObject({
      refusal: 'MOUTH_COVERED',
      reason: 'Uncover your mouth and nose.',
    });
    expect(review(photograph({ ...hidden, tooClose: true })).report.refusal).toBe('FACE_TOO_CLOSE');
  });

  it('reviewPhotograph: a face that cannot be described is told of the quality before anything else', () => {
    const quality = { ...describedFace.quality, reasons: ['Come closer.'] };
    expect(review(photograph({ descriptor: null, quality })).report).toMatchObject({
      refusal: 'LOW_QUALITY',
      reason: 'Come closer.',
    });
    expect(review(photograph({ flaws: ['CAMERA_TURNED'] })).report.refusal).toBe('CAMERA_TURNED');
  });

  it('reviewPhotograph: a photograph of low quality gets advice on coverings too', () => {
    const quality = { ...describedFace.quality, reasons: ['Add light from the front.'] };
    expect(review(photograph({ quality, coverings: ['EYES_COVERED'] })).report).toMatchObject({
      refusal: 'LOW_QUALITY',
      reason: 'Add light from the front. Take off the dark glasses.',
    });
  });

  it('reviewPhotograph: a small face in the background is ignored, one of about the same size refuses', () => {
    expect(review(photograph({}, 0.3)).report).toMatchObject({ faces: 2, refusal: null });
    expect(review(photograph({}, 0.8)).report).toMatchObject({ faces: 2, refusal: 'SEVERAL_FACES' });
  });
});
