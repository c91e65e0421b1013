import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { calibrationLayouts } from '../screens/layouts.js';
import { Random } from '../testing/random.js';
import { randomViewer } from '../testing/random-viewer.js';
import { record } from '../testing/synthetic-viewer.js';
import { poseProblem, poseScales } from './pose-problem.js';

describe('the pose problem', () => {
  it("the pose problem's derivatives equal finite differences", () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(6 as const, 8 as const, 10 as const), (seed, parameters) => {
        const random = new Random(seed);
        const viewer = randomViewer(random, { askew: true, headMovementMm: 10, noiseDeg: 1 });
        const samples = record(viewer, { targets: calibrationLayouts[5], samplesPerTarget: 1 }, random);
        const problem = poseProblem(viewer.screen, samples, [0.01, 0.02], parameters);
        const at = Float64Array.from(
          [...viewer.pose.cornerMm, ...viewer.pose.rotationRad, 0.02, -0.03, 0.1, -0.1].slice(0, parameters),
        );
        const [residual, jacobian, unused] = [
          new Float64Array(2),
          new Float64Array(2 * parameters),
          new Float64Array(2 * parameters),
        ];
        const [before, after] = [new Float64Array(2), new Float64Array(2)];
        for (let i = 0; i < samples.length; i++) {
          problem.linearise(at)(i, residual, jacobian);
          for (let j = 0; j < parameters; j++) {
            const step = 1e-6 * poseScales[j]!;
            problem.linearise(at.with(j, at[j]! - step))(i, before, unused);
            problem.linearise(at.with(j, at[j]! + step))(i, after, unused);
            for (const row of [0, 1]) {
              const slope = ((after[row]! - before[row]!) / (2 * step)) * poseScales[j]!;
              expect(jacobian[row * parameters + j]! * poseScales[j]!).toBeCloseTo(slope, 5);
            }
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});
