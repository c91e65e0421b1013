import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Metrics } from '../metrics/metrics.js';
import { ProcessMetrics } from '../metrics/process-metrics.js';
import { PeriodicWork } from './periodic-work.js';

const PERIOD_MS = 1_000;
const said: string[] = [];
const say = (message: string): void => void said.push(message);

describe('periodic work', () => {
  let processMetrics: ProcessMetrics;
  const started = (work: () => Promise<unknown>): PeriodicWork => {
    const periodic = new PeriodicWork('count stars', work, new Metrics(processMetrics, 'sky'));
    periodic.start(PERIOD_MS);
    return periodic;
  };

  beforeEach(() => {
    jest.useFakeTimers();
    said.length = 0;
    processMetrics = new ProcessMetrics();
    const silent = { fatal: say, error: say };
    Logger.overrideLogger({ ...silent, log: say, warn: say });
  });
  afterEach(() => {
    jest.useRealTimers();
    Logger.overrideLogger(false);
  });

  it('periodic work: runs once a period, the first time after one period', async () => {
    let turns = 0;
    const periodic = started(async () => ++turns);
    expect(turns).toBe(0);
    await jest.advanceTimersByTimeAsync(3 * PERIOD_MS);
    expect(turns).toBe(3);
    await periodic.stop();
    await jest.advanceTimersByTimeAsync(3 * PERIOD_MS);
    expect(turns).toBe(3);
  });

  it('periodic work: never overlaps itself, and stopping waits for the current turn', async () => {
    const turns: (() => void)[] = [];
    const periodic = started(() => new Promise<void>((done) => turns.push(done)));
    await jest.advanceTimersByTimeAsync(5 * PERIOD_MS);
    expect(turns).toHaveLength(1);
    turns[0]!();
    await jest.advanceTimersByTimeAsync(PERIOD_MS);
    expect(turns).toHaveLength(2);
    let stopped = false;
    const stopping = periodic.stop().then(() => (stopped = true));
    await jest.advanceTimersByTimeAsync(PERIOD_MS);
    expect(stopped).toBe(false);
    turns[1]!();
    await stopping;
    expect(turns).toHaveLength(2);
  });

  it('periodic work: goes on after failures, logs each reason once, and counts all', async () => {
    const outcomes = ['cloudy', 'cloudy', 'rain', undefined, 'cloudy'];
    const periodic = started(async () => {
      const problem = outcomes.shift();
      if (problem !== undefined) throw new Error(problem);
    });
    await jest.advanceTimersByTimeAsync(5 * PERIOD_MS);
    await periodic.stop();
    const failed = 'Could not count stars; trying again at the next turn';
    expect(said).toEqual([failed, failed, 'Works again: count stars', failed]);
    const text = await processMetrics.registry.getSingleMetricAsString('argus_periodic_work_total');
    expect(text).toContain('work="count stars",outcome="failed",service="sky"} 4');
    expect(text).toContain('work="count stars",outcome="ok",service="sky"} 1');
  });
});
