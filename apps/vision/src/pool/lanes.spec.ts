import { describe, expect, it } from '@jest/globals';
import { AnalysisJob } from './analysis-job.js';
import { defaultLaneWeights, type LaneName } from './lane.js';
import { Lanes } from './lanes.js';

const noStages = { descriptor: false, passiveLiveness: false, iris: false };
const job = (lane: LaneName) =>
  new AnalysisJob({ photograph: new Uint8Array(1), maxFaces: 1, stages: noStages }, Infinity, lane);

function served(lanes: Lanes, count: number): LaneName[] {
  return Array.from({ length: count }, () => {
    const name = lanes.next()!;
    lanes.take(name, 1);
    return name;
  });
}

describe('Lanes', () => {
  it('Lanes: lanes that are never empty are served in proportion to their weights', () => {
    const lanes = new Lanes({ ...defaultLaneWeights, recognition: 4, anonymous: 1 });
    for (let count = 0; count < 100; count++)
      for (const lane of ['recognition', 'anonymous'] as const) lanes.push(job(lane));
    const names = served(lanes, 100);
    expect(names.filter((name) => name === 'recognition')).toHaveLength(80);
  });

  it('Lanes: a verification that comes amid a flood of strangers is the next', () => {
    const lanes = new Lanes(defaultLaneWeights);
    for (let count = 0; count < 64; count++) lanes.push(job('anonymous'));
    served(lanes, 10);
    for (let count = 0; count < 20; count++) {
      lanes.push(job('recognition'));
      expect(served(lanes, 2)).toContain('recognition');
    }
  });

  it('Lanes: a lane that was empty for long has no turns saved up', () => {
    const lanes = new Lanes({ recognition: 1, liveness: 1, frames: 1, anonymous: 1 });
    for (let count = 0; count < 200; count++) lanes.push(job('anonymous'));
    served(lanes, 100);
    for (let count = 0; count < 50; count++) lanes.push(job('recognition'));
    expect(served(lanes, 20).filter((name) => name === 'anonymous').length).toBeGreaterThanOrEqual(9);
  });
});
