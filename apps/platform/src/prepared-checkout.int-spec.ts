import { chmodSync } from 'node:fs';
import { LaunchedProcess } from '@argus/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ScratchCheckout } from './testing/scratch-checkout.js';

let checkout: ScratchCheckout;
let running: LaunchedProcess[];

beforeEach(() => {
  running = [];
  checkout = new ScratchCheckout();
  write('first');
});
afterEach(async () => {
  await Promise.all(running.map((each) => each.end('SIGKILL')));
  checkout.remove();
});

const write = (word: string): void =>
  checkout.write('libs/one/src/index.ts', `export const word: string = '${word}';\n`);

const built = (): string | undefined => /word = '(\w+)'/.exec(checkout.read('libs/one/dist/index.js'))?.[1];

/** Runs a command that prepares the checkout; with `stays` it keeps running, as the platform does. */
function prepare(options: object = {}, stays = false): LaunchedProcess {
  const script = `${running.length}.mjs`;
  checkout.write(
    script,
    `import { prepare } from './tools/prepare.mjs';
     await prepare('npm start', ${JSON.stringify(options)});
     console.log('prepared');
     ${stays ? 'setInterval(() => {}, 60_000);' : 'process.disconnect();'}`,
  );
  const launched = LaunchedProcess.launch(checkout.path(script), { environment: {} });
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

  it('prepare: a checkout is built again when a file of its build is missing', async () => {
    await prepare().ended;
    checkout.remove('libs/one/dist/index.js');
    expect([await prepare().ended, built()]).toEqual([0, 'first']);
  });

  it('prepare: a project without a link in node_modules, or with one that leads elsewhere, gets it', async () => {
    for (const name of ['one', 'two'])
      checkout.write(`libs/${name}/package.json`, `{"name":"@argus/${name}"}`);
    checkout.write('node_modules/@argus/two/package.json', '{"name":"elsewhere"}');
    expect(await prepare().ended).toBe(0);
    for (const name of ['one', 'two'])
      expect(checkout.read(`node_modules/@argus/${name}/package.json`)).toContain(`@argus/${name}`);
    checkout.write('libs/two/package.json', 'changed');
    expect(checkout.read('node_modules/@argus/two/package.json')).toBe('changed');
  });

  it('build --force: builds what did not change', async () => {
    await prepare().ended;
    checkout.write('libs/one/dist/index.js', 'const broken = true;');
    const build = (...args: string[]): Promise<unknown> => {
      const environment = {};
      const launched = LaunchedProcess.launch(checkout.path('tools/build.mjs'), { args, environment });
      running.push(launched);
      return launched.ended;
    };
    expect([await build(), built()]).toEqual([0, undefined]);
    expect([await build('libs/one', '--force'), built()]).toEqual([0, 'first']);
  });

  it('prepare: a user who may not write to the checkout is told what to do', async () => {
    await prepare().ended;
    checkout.write(
      'stranger.mjs',
      `import { prepare } from './tools/prepare.mjs';
       if (process.getuid() === 0) process.setuid('nobody');
       await prepare('npm start');`,
    );
    chmodSync(checkout.folder, 0o755);
    chmodSync(checkout.path('node_modules/.argus'), 0o555);
    const refused = LaunchedProcess.launch(checkout.path('stranger.mjs'), { environment: {} });
    running.push(refused);
    expect([await refused.ended, refused.log]).toEqual([
      1,
      expect.stringMatching(
        /^This user may not write to \S+ \(EACCES\): build this checkout as its owner, or run .*\n$/,
      ),
    ]);
    chmodSync(checkout.path('node_modules/.argus'), 0o755);
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
