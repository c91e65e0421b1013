import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LaunchedProcess } from '@argus/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');
let checkout: string;
let running: LaunchedProcess[];

/* A small checkout with the tools and packages of this one, whose sources a test can change. */
beforeEach(() => {
  running = [];
  checkout = mkdtempSync(join(tmpdir(), 'argus-checkout-'));
  for (const folder of ['tools', 'apps', 'libs/one/src', 'node_modules'])
    mkdirSync(join(checkout, folder), { recursive: true });
  for (const name of readdirSync(join(root, 'tools')).filter((each) => each.endsWith('.mjs')))
    cpSync(join(root, 'tools', name), join(checkout, 'tools', name));
  for (const name of ['.swcrc', 'package-lock.json']) cpSync(join(root, name), join(checkout, name));
  for (const name of ['.bin', '@swc'])
    symlinkSync(join(root, 'node_modules', name), join(checkout, 'node_modules', name));
  const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  writeFileSync(join(checkout, 'node_modules/.argus-installed'), lock.digest('hex'));
  write('first');
});
afterEach(async () => {
  await Promise.all(running.map((each) => each.end('SIGKILL')));
  rmSync(checkout, { recursive: true, force: true });
});

const write = (word: string): void =>
  writeFileSync(join(checkout, 'libs/one/src/index.ts'), `export const word: string = '${word}';\n`);

const built = (): string | undefined =>
  /word = '(\w+)'/.exec(readFileSync(join(checkout, 'libs/one/dist/index.js'), 'utf8'))?.[1];

/** Runs a command that prepares the checkout; with `stays` it keeps running, as the platform does. */
function prepare(options: object = {}, stays = false): LaunchedProcess {
  const script = join(checkout, `${running.length}.mjs`);
  writeFileSync(
    script,
    `import { prepare } from './tools/prepare.mjs';
     prepare('npm start', ${JSON.stringify(options)});
     console.log('prepared');
     ${stays ? 'setInterval(() => {}, 60_000);' : 'process.disconnect();'}`,
  );
  const launched = LaunchedProcess.launch(script, { environment: {} });
  running.push(launched);
  return launched;
}

describe('a checkout', () => {
  it('prepare: a checkout is built when its sources changed, and only then', async () => {
    const first = prepare();
    expect([await first.ended, built()]).toEqual([0, 'first']);
    expect(first.log).toContain('Building …');
    const again = prepare();
    expect([await again.ended, again.log]).toEqual([0, 'prepared\n']);
    write('second');
    expect([await prepare().ended, built()]).toEqual([0, 'second']);
  });

  it('prepare: two commands at the same time build a checkout once', async () => {
    const both = [prepare(), prepare()];
    expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([0, 0]);
    expect(both.filter(({ log }) => log.includes('Building …'))).toHaveLength(1);
    expect(built()).toBe('first');
  });

  it('prepare: a checkout is not built while another process runs its current build', async () => {
    const platform = prepare({}, true);
    await platform.says('prepared');
    write('second');

    const refused = prepare();
    expect([await refused.ended, built()]).toEqual([1, 'first']);
    expect(refused.log).toContain(
      `process ${platform.pid} (npm start) runs the current build of this checkout. Stop it`,
    );

    const beside = prepare({ besideOthers: true });
    expect([await beside.ended, built()]).toEqual([0, 'first']);
    expect(beside.log).toContain('using that build');

    await platform.end('SIGKILL');
    expect([await prepare().ended, built()]).toEqual([0, 'second']);
  });
});
