import { describe, expect, it } from '@jest/globals';
import { Supervisor } from './supervisor.js';

const timing = { firstPauseMs: 1, maxPauseMs: 4, steadyMs: 60_000, maxFailures: 4 };

/** A child whose starts and ends the test decides. */
function scripted(refusals: (string | undefined)[] = [], pace = timing) {
  const log: string[] = [];
  let starts = 0;
  let end: (how: string) => void = () => undefined;
  let isRunning = false;
  let started: () => void = () => undefined;
  const gaveUp = Promise.withResolvers<string>();
  const supervisor = new Supervisor(
    {
      name: 'database',
      start: (ended) => {
        const refusal = refusals[starts++];
        if (refusal !== undefined) return Promise.reject(new Error(refusal));
        end = (how) => {
          isRunning = false;
          ended(how);
        };
        isRunning = true;
        queueMicrotask(started);
        return Promise.resolve(starts);
      },
      stop: () => {
        isRunning = false;
        return Promise.resolve();
      },
      check: () => Promise.reject(new Error('disk: full')),
    },
    {
      logger: { error: (line: string) => log.push(line), info: (line: string) => log.push(line) },
      giveUp: gaveUp.resolve,
      timing: pace,
    },
  );
  return {
    supervisor,
    log,
    gaveUp: gaveUp.promise,
    isRunning: () => isRunning,
    starts: () => starts,
    end: (how: string) => end(how),
    nextStart: () => new Promise<void>((done) => (started = done)),
  };
}

describe('a supervised child', () => {
  it('supervisor: starts again a child that was killed, and readiness says meanwhile that it is missing', async () => {
    const child = scripted();
    expect(await child.supervisor.start()).toBe(1);
    const again = child.nextStart();
    child.end('SIGKILL');
    await expect(child.supervisor.check()).rejects.toThrow(
      'database ended with SIGKILL; it is being started again (failure 1 of 4)',
    );
    await again;
    expect(child.starts()).toBe(2);
    await expect(child.supervisor.check()).rejects.toThrow('disk: full');
    await child.supervisor.stop();
  });

  it('supervisor: gives up with a sentence when a child ends again and again, with longer and longer pauses', async () => {
    const child = scripted([undefined, 'port taken', 'port taken', 'port taken', 'port taken']);
    await child.supervisor.start();
    child.end('SIGKILL');
    expect(await child.gaveUp).toBe(
      'database did not start: port taken. It failed 4 times in a row and is not started again; the messages above say why.',
    );
    expect(child.log.map((line) => /in (\d+) ms/.exec(line)?.[1])).toEqual(['1', '2', '4']);
    expect(child.starts()).toBe(4);
  });

  it('supervisor: counts failures anew after the child has run steadily', async () => {
    const child = scripted([], { ...timing, steadyMs: 5 });
    await child.supervisor.start();
    for (let round = 0; round < 2 * timing.maxFailures; round++) {
      const again = child.nextStart();
      await new Promise((ran) => setTimeout(ran, 10));
      child.end('SIGKILL');
      await again;
    }
    await child.supervisor.stop();
    expect(child.log.filter((line) => line.includes('starting it again in 1 ms'))).toHaveLength(8);
    expect(child.starts()).toBe(1 + 2 * timing.maxFailures);
  });

  it('supervisor: neither restarts nor gives up a child that it stops, and the first start is not repeated', async () => {
    const child = scripted();
    await child.supervisor.start();
    await child.supervisor.stop();
    child.end('SIGTERM');
    expect([child.isRunning(), child.log, child.starts()]).toEqual([false, [], 1]);

    const broken = scripted(['wrong password']);
    await expect(broken.supervisor.start()).rejects.toThrow('wrong password');
    expect(broken.starts()).toBe(1);
  });
});
