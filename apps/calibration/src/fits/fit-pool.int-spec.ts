import {
  calibrationLayouts,
  type GazeSample,
  isRefusal,
  nominalPose,
  type Point,
  type Screen,
} from '@argus/gaze-geometry';
import { Random, record } from '@argus/gaze-geometry/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { fit } from './fit.js';
import { FitPool } from './fit-pool.service.js';

const screen: Screen = {
  widthPx: 1920,
  heightPx: 1080,
  widthMm: 527,
  heightMm: 296,
  sizeSource: 'measured',
  cameraPosition: 'top-center',
  viewingDistanceMm: 600,
};
const look = (targets: readonly Point[], samplesPerTarget: number): GazeSample[] =>
  record(
    { screen, pose: nominalPose(screen), eyeMm: [10, 120, 610], headMovementMm: 15, noiseDeg: 0.5 },
    { targets, samplesPerTarget },
    new Random(30),
  );
const task = { screen, samples: look(calibrationLayouts[9], 60) };
const inAMinute = () => ({ deadline: Date.now() + 60_000 });

const pools: FitPool[] = [];
function poolOf(threads: number, maxQueued: number): FitPool {
  const settings = { CALIBRATION_FIT_THREADS: threads, CALIBRATION_MAX_QUEUED_FITS: maxQueued };
  const pool = new FitPool(settings);
  pools.push(pool);
  return pool;
}
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.onApplicationShutdown())));

describe('FitPool', () => {
  it('FitPool returns the result of a local fit and leaves the main thread free', async () => {
    let turns = 0;
    let fitting = true;
    const count = (): void => {
      turns++;
      if (fitting) setImmediate(count);
    };
    setImmediate(count);
    const found = await poolOf(1, 0).fit(task, inAMinute());
    fitting = false;
    expect(turns).toBeGreaterThan(10);
    expect(found).toEqual(fit(task));
  });

  it('FitPool returns refusals unchanged', async () => {
    const few = { screen, samples: look(calibrationLayouts[4].slice(0, 2), 20) };
    const found = await poolOf(1, 0).fit(few, inAMinute());
    expect(isRefusal(found) && found.refused).toBe('TOO_FEW_TARGETS');
  });

  it('FitPool refuses fits beyond its queue and says when to retry', async () => {
    const pool = poolOf(1, 1);
    const accepted = [pool.fit(task, inAMinute()), pool.fit(task, inAMinute())];
    await expect(pool.fit(task, inAMinute())).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      details: { retryAfterSeconds: 1 },
    });
    expect((await Promise.all(accepted)).some(isRefusal)).toBe(false);
    expect(isRefusal(await pool.fit(task, inAMinute()))).toBe(false);
  });

  it('FitPool drops waiting and running fits at their deadline and keeps working', async () => {
    const pool = poolOf(1, 2);
    const long = { screen, samples: look(calibrationLayouts[13], 3000) };
    const late = { deadline: Date.now() + 100 };
    const results = await Promise.allSettled([pool.fit(long, late), pool.fit(task, late)]);
    for (const result of results)
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'DEADLINE_EXCEEDED' } });
    expect(isRefusal(await pool.fit(task, inAMinute()))).toBe(false);
  });

  it('FitPool finishes accepted fits when the service stops', async () => {
    const pool = poolOf(1, 2);
    const accepted = [pool.fit(task, inAMinute()), pool.fit(task, inAMinute())];
    await pool.onApplicationShutdown();
    expect((await Promise.all(accepted)).some(isRefusal)).toBe(false);
  });
});
