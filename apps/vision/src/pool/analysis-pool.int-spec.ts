import { afterEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ANSWER, CRASH, CRASH_ONCE, FAIL, HOLD, ScriptedPhotograph } from '../testing/scripted-photograph.js';
import { AnalysisPool, type PoolEvent, type PoolOptions } from './analysis-pool.js';

const workerEntry = fileURLToPath(new URL('../testing/scripted.worker.js', import.meta.url));
const run = promisify(execFile);
const events: PoolEvent[] = [];
const pools: AnalysisPool[] = [];

async function startPool(options: Partial<PoolOptions> = {}): Promise<AnalysisPool> {
  const pool = new AnalysisPool({
    backend: 'wasm',
    workers: 1,
    maxQueued: 4,
    batchSize: 4,
    workerEntry,
    report: (event) => events.push(event),
    ...options,
  });
  pools.push(pool);
  await pool.start();
  return pool;
}

/** Gives the pool two photographs of strangers; the second waits for the first. */
const twoStrangers = (pool: AnalysisPool) => {
  const analyse = () => pool.analyse(new ScriptedPhotograph(ANSWER), Infinity, 'anonymous');
  return [analyse(), analyse()] as const;
};

/** Runs a program in a process of its own, which has a pool, a photograph given to it, and no worker left after two died. */
async function withUnsteadyWorkers(program: string): Promise<string> {
  const pool = new URL('./analysis-pool.js', import.meta.url).href;
  const entry = fileURLToPath(new URL('../testing/unsteady.worker.js', import.meta.url));
  const options = { backend: 'wasm', workers: 1, maxQueued: 1, batchSize: 1, workerEntry: entry };
  const start = `
    import { AnalysisPool } from ${JSON.stringify(pool)};
    let lost = 0, tell;
    const twoLost = new Promise((done) => (tell = done));
    const report = ({ kind }) => kind === 'worker-lost' && ++lost === 2 && setImmediate(tell);
    const pool = new AnalysisPool({ ...${JSON.stringify(options)}, report });
    await pool.start();
    const answer = pool.analyse({ photograph: new Uint8Array(1) });
    answer.catch(() => {});
  `;
  const folder = await mkdtemp(join(tmpdir(), 'argus-pool-'));
  const file = join(folder, 'program.mjs');
  try {
    await writeFile(file, start + program);
    const { stdout } = await run(process.execPath, [file]);
    return stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.stop()));
  events.length = 0;
});

describe('AnalysisPool', () => {
  it('AnalysisPool: every photograph gets a result and a failed one does not affect the others', async () => {
    const pool = await startPool({ workers: 2, maxQueued: 20 });
    const results = await Promise.allSettled(
      [ANSWER, FAIL, ANSWER, ANSWER, FAIL].map((order) => pool.analyse(new ScriptedPhotograph(order))),
    );
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'rejected',
    ]);
    expect(results[1]).toMatchObject({ reason: { code: 'IMAGE_NOT_READABLE' } });
  });

  it('AnalysisPool: a full queue refuses photographs with UNAVAILABLE and retryAfterSeconds', async () => {
    const pool = await startPool();
    const held = new ScriptedPhotograph(HOLD);
    const first = pool.analyse(held);
    const waiting = [1, 2, 3, 4].map(() => pool.analyse(new ScriptedPhotograph(ANSWER)));
    expect(pool.queued).toBe(4);
    const refused = await pool.analyse(new ScriptedPhotograph(ANSWER)).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'UNAVAILABLE',
      details: { retryAfterSeconds: expect.any(Number) },
    });
    held.release();
    await Promise.all([first, ...waiting]);
    await expect(pool.analyse(new ScriptedPhotograph(ANSWER))).resolves.toBeDefined();
  });

  it('AnalysisPool: a crashed worker is replaced and its photograph is analysed again', async () => {
    const pool = await startPool();
    await expect(pool.analyse(new ScriptedPhotograph(CRASH_ONCE))).resolves.toMatchObject({
      facesDetected: 0,
    });
    const kinds = events.map(({ kind }) => kind);
    expect(kinds).toEqual(['worker-ready', 'worker-lost', 'worker-ready', 'analysed']);
    expect(pool.workers).toBe(1);
  });

  it('AnalysisPool: workers learn before the next photograph that faces will be described, also those that come later', async () => {
    const pool = await startPool();
    const analyse = (order: number) => pool.analyse(new ScriptedPhotograph(order));
    await expect(analyse(ANSWER)).resolves.toMatchObject({ facesDetected: 0 });
    pool.describeSoon();
    await expect(analyse(ANSWER)).resolves.toMatchObject({ facesDetected: 1 });
    await expect(analyse(CRASH_ONCE)).resolves.toMatchObject({ facesDetected: 1 });
  });

  it('AnalysisPool: a photograph that crashes two workers fails, the others of its batch succeed', async () => {
    const pool = await startPool();
    const held = new ScriptedPhotograph(HOLD);
    const first = pool.analyse(held);
    const batch = [ANSWER, CRASH, ANSWER].map((order) => pool.analyse(new ScriptedPhotograph(order)));
    held.release();
    await first;
    const results = await Promise.allSettled(batch);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await expect(pool.analyse(new ScriptedPhotograph(ANSWER))).resolves.toBeDefined();
  });

  it('AnalysisPool: a photograph whose deadline has passed is dropped with DEADLINE_EXCEEDED', async () => {
    const pool = await startPool();
    const held = new ScriptedPhotograph(HOLD);
    const first = pool.analyse(held);
    const late = pool.analyse(new ScriptedPhotograph(CRASH), Date.now() - 1);
    held.release();
    await first;
    await expect(late).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(events.filter(({ kind }) => kind === 'worker-lost')).toEqual([]);
  });

  it('AnalysisPool: a stranger who waits too long gets UNAVAILABLE with retryAfterSeconds, an account waits on', async () => {
    const pool = await startPool({ strangerWaitMs: 20 });
    const held = new ScriptedPhotograph(HOLD);
    const first = pool.analyse(held);
    const account = pool.analyse(new ScriptedPhotograph(ANSWER));
    const waits = [Infinity, Date.now() + 60_000, Date.now() + 900].map((deadline) =>
      pool.analyse(new ScriptedPhotograph(CRASH), deadline, 'anonymous'),
    );
    for (const outcome of await Promise.allSettled(waits))
      expect(outcome).toMatchObject({
        reason: { code: 'UNAVAILABLE', details: { retryAfterSeconds: expect.any(Number) } },
      });
    expect(pool.queued).toBe(1);
    held.release();
    await Promise.all([first, account]);
    expect(events.filter(({ kind }) => kind === 'worker-lost')).toEqual([]);
  });

  it('AnalysisPool: while accounts are about, a worker rests between the photographs of a crowd of strangers', async () => {
    /* Two strangers may wait; one is half of that. */
    const pool = await startPool();
    await pool.analyse(new ScriptedPhotograph(ANSWER));
    const [first, second] = twoStrangers(pool);
    await first;
    expect(pool.queued).toBe(1);
    await pool.analyse(new ScriptedPhotograph(ANSWER));
    await second;
    expect(pool.queued).toBe(0);
  });

  it('AnalysisPool: strangers meet no rest while no account is about, and few never do', async () => {
    const alone = await startPool();
    const [first, second] = twoStrangers(alone);
    await first;
    expect(alone.queued).toBe(0);
    const roomy = await startPool({ maxQueued: 8 });
    await roomy.analyse(new ScriptedPhotograph(ANSWER));
    const [third, fourth] = twoStrangers(roomy);
    await third;
    expect(roomy.queued).toBe(0);
    await Promise.all([second, fourth]);
  });

  it('AnalysisPool: a photograph that is withdrawn while it waits is not analysed', async () => {
    const pool = await startPool();
    const held = new ScriptedPhotograph(HOLD);
    const first = pool.analyse(held);
    const abandoned = new AbortController();
    const waiting = pool.analyse(new ScriptedPhotograph(CRASH), Infinity, 'frames', abandoned.signal);
    abandoned.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    held.release();
    await first;
    expect(events.filter(({ kind }) => kind === 'worker-lost')).toEqual([]);
  });

  it('AnalysisPool: stop finishes accepted photographs and refuses new ones', async () => {
    const pool = await startPool();
    const held = new ScriptedPhotograph(HOLD);
    const accepted = [pool.analyse(held), pool.analyse(new ScriptedPhotograph(ANSWER))];
    const stopped = pool.stop();
    await expect(pool.analyse(new ScriptedPhotograph(ANSWER))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    held.release();
    await Promise.all(accepted);
    await stopped;
    expect(pool.workers).toBe(0);
  });

  it('AnalysisPool: a process whose workers all died lives on until its photograph is analysed', async () => {
    const answer = await withUnsteadyWorkers(`await answer; await pool.stop(); console.log('analysed')`);
    expect(answer).toBe('analysed\n');
  });

  it('AnalysisPool: stop fails a photograph that waits for a worker which cannot be started', async () => {
    const answer = await withUnsteadyWorkers(
      `await twoLost; await pool.stop(); await answer.catch(({ code }) => console.log(code))`,
    );
    expect(answer).toBe('UNAVAILABLE\n');
  });

  it('AnalysisPool: a start that fails throws the reason', async () => {
    const pool = new AnalysisPool({
      backend: 'wasm',
      workers: 1,
      maxQueued: 1,
      batchSize: 1,
      workerEntry: '/no/such/worker.js',
    });
    await expect(pool.start()).rejects.toThrow('could not start');
  });
});
