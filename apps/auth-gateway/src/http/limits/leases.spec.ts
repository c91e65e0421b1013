import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { Counter } from './leases.js';
import { Leases } from './leases.js';

/** A counter like the one in Postgres, with one window that does not end. */
class Total implements Counter {
  consumed = 0;
  asked = 0;
  readonly resetAtMs = Date.now() + 3_600_000;

  add(_: string, requests: number) {
    this.asked++;
    this.consumed += requests;
    return Promise.resolve({ consumed: this.consumed, resetAtMs: this.resetAtMs });
  }
  giveBack(_: string, requests: number) {
    this.consumed -= requests;
  }
}

const limit = (requests: number) => ({ requests, windowSeconds: 3600 });

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('leases of a shared limit', () => {
  it('leases: replicas together let exactly the limit pass, in whatever order they are asked', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 3 }),
        fc.infiniteStream(fc.nat()),
        async (requests, replicas, order) => {
          const total = new Total();
          const leases = Array.from({ length: replicas }, () => new Leases(total, limit(requests)));
          let passed = 0;
          for (let asked = 0; asked < requests; asked++) {
            const { allowed } = await leases[order.next().value % replicas]!.take('k');
            if (allowed) passed++;
            /* The pause is long enough for idle leases to be returned. */
            jest.advanceTimersByTime(asked % 7 === 0 ? 250 : 1);
          }
          jest.advanceTimersByTime(1250);
          while (passed < requests) {
            const tries = await Promise.all(leases.map((each) => each.take('k')));
            const more = tries.filter(({ allowed }) => allowed).length;
            if (more === 0) break;
            passed += more;
          }
          for (const each of leases) {
            expect((await each.take('k')).allowed).toBe(false);
            each.close();
          }
          expect(passed).toBe(requests);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('leases: replicas asked at the same time never exceed the limit', async () => {
    const total = new Total();
    const replicas = [
      new Leases(total, limit(1000)),
      new Leases(total, limit(1000)),
      new Leases(total, limit(1000)),
    ];
    const tries = await Promise.all(
      Array.from({ length: 1500 }, (_, index) => replicas[index % 3]!.take('k')),
    );
    expect(tries.filter(({ allowed }) => allowed)).toHaveLength(1000);
    for (const each of replicas) each.close();
  });

  it('leases: 500 requests ask the shared counter fewer than 60 times', async () => {
    const total = new Total();
    const leases = new Leases(total, limit(1000));
    for (let asked = 0; asked < 500; asked++) await leases.take('k');
    expect(total.asked).toBeLessThan(60);
    leases.close();
  });

  it('leases: an exhausted key does not ask the shared counter again', async () => {
    const total = new Total();
    const leases = new Leases(total, limit(5));
    for (let asked = 0; asked < 5; asked++) expect((await leases.take('k')).remaining).toBe(4 - asked);
    for (let asked = 0; asked < 20; asked++) {
      expect(await leases.take('k')).toEqual({ allowed: false, remaining: 0, resetSeconds: 3600 });
    }
    expect(total.asked).toBeLessThanOrEqual(6);
    leases.close();
  });

  it('leases: the next window starts with the full limit', async () => {
    const windows = {
      add: async () => ({ consumed: 1, resetAtMs: Date.now() + 1000 }),
      giveBack: () => undefined,
    };
    const leases = new Leases(windows, limit(1));
    expect((await leases.take('k')).allowed).toBe(true);
    expect((await leases.take('k')).allowed).toBe(false);
    jest.advanceTimersByTime(1001);
    expect((await leases.take('k')).allowed).toBe(true);
    leases.close();
  });
});
