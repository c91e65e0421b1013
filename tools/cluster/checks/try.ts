import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Installation, RELEASE } from '../installation.ts';
import type { Report } from '../report.ts';

/** The chart's own tests, then the demos through the Service. */
export async function checkTry({ kube, admin, url }: Installation, report: Report): Promise<void> {
  const words = await kube.helm(['test', RELEASE, '--logs', '--timeout', '5m']);
  const said = words.trim().split('\n');
  report.found('helm test', /Phase:\s+Succeeded/.test(words) ? [] : said, said.at(-1) ?? '');

  const environment = { ARGUS_URL: url, ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password };
  const demo = spawn(process.execPath, ['tools/demo.ts'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const [status] = (await once(demo, 'exit')) as [number | null];
  const findings = status === 0 ? [] : [`npm run demo ended with ${status}`];
  report.found('demos through the Service', findings, 'attendance and equipment');
}
