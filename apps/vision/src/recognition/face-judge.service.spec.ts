import { describe, expect, it } from '@jest/globals';
import type { FaceAnalysis } from '../analysis/photograph-analysis.js';
import type { DecisionRule } from '../decisions/decision-policy.service.js';
import type { VisionSettings } from '../vision.settings.js';
import { FaceJudge } from './face-judge.service.js';
import { LivenessPolicy } from './liveness-policy.service.js';

const imitation = {
  descriptor: new Float32Array([1]),
  quality: { score: 0.9, components: {}, reasons: [] },
  coverings: [],
  flaws: [],
  passive: { antiSpoof: 0, liveness: 0 },
} as unknown as FaceAnalysis;
const rule = {
  basis: { purpose: 'identification', threshold: 0.5, undecided_from: 0.4, required_margin: 0.1 },
  probability: (similarity: number) => similarity,
} as unknown as DecisionRule;

function judge(gates: boolean, similarity: number) {
  const settings = {
    VISION_LIVENESS_GATES: gates,
    VISION_ANTI_SPOOF_THRESHOLD: 0.5,
    VISION_LIVENESS_THRESHOLD: 0.5,
  } as VisionSettings;
  const judge = new FaceJudge(new LivenessPolicy(settings));
  return judge.judge(imitation, rule, () => [{ subject: '7', similarity }], 0);
}

describe('FaceJudge', () => {
  it('FaceJudge: passive scores that gate nothing are shown and no reason of the decision', async () => {
    expect(await judge(false, 0.2)).toMatchObject({ is_live: false, reasons: ['BELOW_THRESHOLD'] });
    expect(await judge(false, 0.8)).toMatchObject({ subject: '7', is_live: false, reasons: ['MATCH'] });
  });

  it('FaceJudge: passive scores that gate are the reason why a match names nobody', async () => {
    expect(await judge(true, 0.8)).toMatchObject({ subject: null, reasons: ['MATCH', 'NOT_LIVE'] });
  });
});
