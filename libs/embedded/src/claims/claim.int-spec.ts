import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { claim, livingClaim } from './claim.mjs';

const CLAIMANTS = 4;
let folder: string;
let file: string;
let running: Set<ChildProcess>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'argus-claim-'));
  file = join(folder, 'owner.json');
  running = new Set();
});
afterEach(async () => {
  await Promise.all([...running].map(end));
  rmSync(folder, { recursive: true });
});

function claimant(way: 'again and again' | 'when told'): ChildProcess {
  const child = fork(join(import.meta.dirname, 'claimant.js'), [file, way]);
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

describe('a claim', () => {
  it('claim: processes that claim, release and are killed never own a file together', async () => {
    const WANTED = 4000;
    const KILLED_EVERY = 200;
    let owned = 0;
    let twoOwners = 0;
    let killed = 0;
    await new Promise<void>((done) => {
      const start = (): void => {
        const child = claimant('again and again');
        child.on('message', (report: { owned?: number; twoOwners?: true }) => {
          owned += report.owned ?? 0;
          if (report.twoOwners) twoOwners++;
          if (owned >= WANTED) done();
          else if (owned / KILLED_EVERY > killed + 1) {
            killed++;
            [...running][killed % running.size]?.kill('SIGKILL');
          }
        });
        child.once('exit', () => owned < WANTED && start());
      };
      for (let n = 0; n < CLAIMANTS; n++) start();
    });
    expect({ twoOwners, owned: owned >= WANTED }).toEqual({ twoOwners: 0, owned: true });
  });

  it('claim: a dead claim has one new owner when four processes start at once', async () => {
    const owners: number[] = [];
    for (let round = 0; round < 15; round++) {
      const four = Array.from({ length: CLAIMANTS }, () => claimant('when told'));
      await Promise.all(four.map((child) => once(child, 'spawn')));
      writeFileSync(file, await contentOfDead());
      const atMs = Date.now() + 200;
      const answers = four.map((child) => {
        child.send({ atMs });
        return once(child, 'message') as Promise<[{ owns: boolean }]>;
      });
      owners.push((await Promise.all(answers)).filter(([{ owns }]) => owns).length);
      await Promise.all(four.map(end));
    }
    expect(owners).toEqual(owners.map(() => 1));
  });

  it('claim: is refused while its process lives, and free again after release', () => {
    const first = claim(file);
    expect(claim(file).taken).toMatchObject({ pid: process.pid });
    release(first);
    expect(existsSync(file)).toBe(false);
    release(claim(file));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('claim: a release leaves the claim of another process', () => {
    const mine = claim(file);
    const foreign = JSON.stringify({ pid: process.ppid, born: null });
    writeFileSync(file, foreign);
    release(mine);
    expect(readFileSync(file, 'utf8')).toBe(foreign);
  });

  it('claim: is not valid when its process id was given to another process', () => {
    writeFileSync(file, JSON.stringify({ pid: process.pid, born: '1' }));
    expect(livingClaim(file)).toBeUndefined();
    release(claim(file));
  });

  it.each(['', '{"pid":', 'null'])('claim: replaces an unreadable claim %j', (content) => {
    writeFileSync(file, content);
    release(claim(file));
  });

  it('claim: stays valid after its process died until the child it was held with is gone', async () => {
    const helper = spawn('sleep', ['60']);
    running.add(helper);
    helper.once('exit', () => running.delete(helper));
    const mine = claim(file);
    if (mine.taken) throw new Error('taken');
    mine.holdWith(helper.pid!);
    const held = JSON.parse(readFileSync(file, 'utf8')) as object;
    mine.release();
    expect(existsSync(file)).toBe(false);

    const dead = JSON.parse(await contentOfDead()) as object;
    writeFileSync(file, JSON.stringify({ ...held, ...dead }));
    expect(claim(file).taken).toMatchObject(dead);
    await end(helper);
    release(claim(file));
  });
});

function release(claimed: ReturnType<typeof claim>): void {
  if (claimed.taken) throw new Error(`Process ${claimed.taken.pid} holds it`);
  claimed.release();
}

async function contentOfDead(): Promise<string> {
  const child = spawn('true');
  await once(child, 'exit');
  return JSON.stringify({ pid: child.pid, born: '1' });
}
