import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FairQueue } from './fair-queue.js';

/** Returns work that ends when the test calls `finish`. */
function manual(): { work: () => Promise<string>; finish: () => void; started: boolean } {
  const ends = Promise.withResolvers<string>();
  const handle = {
    started: false,
    work: () => {
      handle.started = true;
      return ends.promise;
    },
    finish: () => ends.resolve('done'),
  };
  return handle;
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
};

describe('FairQueue', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('FairQueue: runs at most the allowed number at once, the others in order', async () => {
    const queue = new FairQueue({ concurrency: 1, waiting: 2, waitMs: 2000 });
    const [first, second, third] = [manual(), manual(), manual()];
    const all = [first, second, third].map(({ work }) => queue.run('here', work));
    await settle();
    expect([first, second, third].map(({ started }) => started)).toEqual([true, false, false]);
    first.finish();
    await all[0];
    await settle();
    expect([second.started, third.started]).toEqual([true, false]);
    second.finish();
    third.finish();
    expect(await Promise.all(all)).toEqual(['done', 'done', 'done']);
  });

  it('FairQueue: everybody else is served although one place fills the queue', async () => {
    const queue = new FairQueue({ concurrency: 1, waiting: 64, waitMs: 2000 });
    const order: string[] = [];
    const asked = (name: string, address: string) =>
      queue.run(address, async () => void order.push(name)).catch(() => 'refused');
    const running = manual();
    const first = queue.run('here', running.work);
    const crowd = Array.from({ length: 200 }, (_, n) => asked(`crowd ${n}`, '192.0.2.1'));
    const owners = [1, 2, 3].map((n) => asked(`owner ${n}`, `198.51.100.${n}`));
    running.finish();
    await first;
    expect(await Promise.all(owners)).toEqual([undefined, undefined, undefined]);
    expect(order.slice(0, 4)).toEqual(['crowd 0', 'owner 1', 'owner 2', 'owner 3']);
    const refused = (await Promise.all(crowd)).filter((each) => each === 'refused').length;
    expect([order.length, refused]).toEqual([64, 200 - 61]);
  });

  it('FairQueue: a full queue refuses at once and names the time to retry', async () => {
    const queue = new FairQueue({ concurrency: 1, waiting: 1, waitMs: 2000 });
    const running = manual();
    const admitted = [queue.run('here', running.work), queue.run('here', running.work)];
    await expect(queue.run('here', running.work)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      details: { retryAfterSeconds: 2 },
    });
    running.finish();
    await Promise.all(admitted);
  });

  it('FairQueue: work that waited too long is refused and never runs', async () => {
    const queue = new FairQueue({ concurrency: 1, waiting: 1, waitMs: 2000 });
    const [running, late] = [manual(), manual()];
    const first = queue.run('here', running.work);
    const refused = expect(queue.run('here', late.work)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    jest.advanceTimersByTime(2000);
    await refused;
    running.finish();
    await first;
    expect(late.started).toBe(false);
    late.finish();
    expect(await queue.run('here', late.work)).toBe('done');
  });

  it('FairQueue: failed work frees its slot', async () => {
    const queue = new FairQueue({ concurrency: 1, waiting: 0, waitMs: 2000 });
    await expect(queue.run('here', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await queue.run('here', () => Promise.resolve('next'))).toBe('next');
  });
});
