import { describe, expect, it } from '@jest/globals';
import type { VisionSettings } from '../vision.settings.js';
import { LivenessPolicy } from './liveness-policy.service.js';

const policy = (gates: boolean) =>
  new LivenessPolicy({
    VISION_LIVENESS_GATES: gates,
    VISION_ANTI_SPOOF_THRESHOLD: 0.25,
    VISION_LIVENESS_THRESHOLD: 0.4,
  } as VisionSettings);

describe('LivenessPolicy', () => {
  it.each([
    [false, undefined, { passiveLiveness: false, antiSpoof: false }],
    [false, true, { passiveLiveness: true, antiSpoof: false }],
    [true, false, { passiveLiveness: true, antiSpoof: true }],
  ])(
    'LivenessPolicy: where passive models gate (%s) and scores are asked for (%s), %j runs',
    (gates, asked, stages) => {
      expect(policy(gates).scoring(asked)).toEqual(stages);
    },
  );

  it('LivenessPolicy: every score that was made must reach its threshold', () => {
    const isLive = (antiSpoof: number | null, liveness: number) =>
      policy(true).isLive({ passive: { antiSpoof, liveness } });
    expect([isLive(0.3, 0.5), isLive(0.2, 0.5), isLive(0.3, 0.3)]).toEqual([true, false, false]);
    expect([isLive(null, 0.5), isLive(null, 0.3)]).toEqual([true, false]);
    expect(policy(true).isLive({ passive: null })).toBe(false);
  });
});
