import { join, resolve } from 'node:path';
import type { Family } from '@argus/contracts';
import { startPlatform } from '@argus/testing';
import { portraitsOf } from '@argus/testing/photographs';
import { Accounts, password } from '#e2e/generated/targets/accounts.js';
import { run, timed } from './run.ts';
import { programsOf } from './venv.ts';

const GENERATOR = 'openapi-python-client==0.29.1';

/** Returns the Python that has the generator; undefined where there is no Python for it. */
export function pythonOfClients(): string | undefined {
  const programs = programsOf(GENERATOR);
  return programs && join(programs, 'python');
}

/** Makes Python clients of the documents, imports every module, and does the main job of each family on a platform. */
export async function checkPythonClients(
  python: string,
  families: readonly Family[],
  folder: string,
  withPlatform: boolean,
): Promise<void> {
  await timed('openapi-python-client', () => {
    for (const family of families) {
      const to = ['--output-path', join(folder, family), '--meta', 'none'];
      const from = ['--path', `docs/openapi/${family}.json`];
      const said = run(python, ['-m', 'openapi_python_client', 'generate', ...from, ...to]);
      if (/unable to|unsupported/i.test(said)) throw new Error(`${family}: ${said}`);
    }
  });
  const script = (name: string, input = ''): string =>
    run(python, [resolve('tools/clients', name), folder, ...families], input);
  await timed('Python clients import', () => console.log(script('import_all.py').trim()));
  if (!withPlatform) return;
  const platform = await startPlatform({ settings: { RATE_LIMIT_FACTOR: '1000' } });
  try {
    const accounts = new Accounts(platform);
    const engineer = await accounts.make('techtrack');
    const photographs = await Promise.all(
      portraitsOf('franck')
        .slice(0, 4)
        .map((each) => each.read()),
    );
    const given = {
      url: platform.url,
      admin: platform.admin,
      password,
      techtrack: engineer.username,
      eyetracker: (await accounts.make('eyetracker')).email,
      photographs: photographs.map((each) => Buffer.from(each).toString('base64')),
    };
    await timed('Main jobs', () => console.log(script('main_jobs.py', JSON.stringify(given)).trim()));
  } finally {
    await platform.stop();
  }
}
