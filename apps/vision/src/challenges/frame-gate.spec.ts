import { describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { FrameGate } from './frame-gate.js';

describe('FrameGate', () => {
  it('FrameGate: no more run at once than the limit, the others follow in order, and a failure frees its place', async () => {
    const gate = new FrameGate(() => 2);
    const order: number[] = [];
    let [running, most] = [0, 0];
    const results = await Promise.allSettled(
      [0, 1, 2, 3, 4, 5].map((i) =>
        gate.run(async () => {
          order.push(i);
          most = Math.max(most, ++running);
          await setImmediate();
          running--;
          if (i % 2 === 1) throw new Error('lost');
        }),
      ),
    );
    expect(most).toBe(2);
    expect(order).toEqual([0, 1, 2, 3, 4, 5]);
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(3);
  });

  it('FrameGate: two series that send a few frames at a time take turns', async () => {
    const gate = new FrameGate(() => 1);
    const order: string[] = [];
    const series = async (name: string) => {
      for (let i = 0; i < 3; i++)
        await gate.run(async () => {
          order.push(name);
          await setImmediate();
        });
    };
    await Promise.all([series('a'), series('b')]);
    expect(order.join('')).toBe('ababab');
  });
});
