import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { contracts } from '@argus/contracts';
import { HttpClient, type Platform, startPlatform } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { knownDifferences } from './known-differences.js';
import { type Difference, Replay } from './replay.js';
import { readTranscript } from './transcript.js';

/* Replays recorded answers of the originals. They may lie beside the checkout and are not ours to ship. */
const folder = fileURLToPath(new URL('../../../../../shared/contracts/golden/', import.meta.url));
const names = ['eyetracker', 'techtrack', 'proctorx'];
const isThere = existsSync(folder);
const report: string[] = [];

/* Asks per family, because another family may answer at the path until its own is built. */
const isServed = (family: string, path: string): boolean =>
  contracts
    .filter((contract) => contract.family === family)
    .flatMap(({ operations }) => Object.values(operations))
    .some(({ http }) => http && routeOf(http.path).test(path.split('?', 1)[0]!));

const routeOf = (path: string): RegExp =>
  new RegExp(`^${path.replace(/\/$/, '').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`);

const shown = ({ exchange, expected, got }: Difference, why: string): string =>
  `  line ${exchange.line}: ${exchange.method} ${exchange.path} ${exchange.sent ?? ''}\n    ${why}\n` +
  `    theirs ${JSON.stringify(expected).slice(0, 300)}\n    ours   ${JSON.stringify(got).slice(0, 300)}`;

let platform: Platform;

beforeAll(async () => {
  if (isThere) platform = await startPlatform({ settings: { RATE_LIMIT_FACTOR: '10000' } });
});

afterAll(async () => {
  await platform?.stop();
  process.stderr.write(`${report.join('\n')}\n`);
});

describe('recorded answers of the originals', () => {
  it(`recorded answers lie beside the checkout${isThere ? '' : ': NO, the replay is skipped'}`, () => {
    if (!isThere) report.push('Replay skipped: there are no recorded answers at ../shared/contracts/golden');
  });

  (isThere ? it : it.skip).each(names)(
    'recorded answers: %s answers as its original, except for known differences',
    async (name) => {
      if (name === 'techtrack') await makeOperator();
      const replay = new Replay(platform.url);
      const unknown: string[] = [];
      let equal = 0;
      for (const exchange of readTranscript(readFileSync(`${folder}${name}.txt`, 'utf8'))) {
        if (!isServed(name, exchange.path)) {
          report.push(
            `${name}: pending, not built yet: line ${exchange.line} ${exchange.method} ${exchange.path}`,
          );
          continue;
        }
        const difference = await replay.run(exchange);
        const known = difference && knownDifferences.find(({ matches }) => matches(exchange));
        if (difference === undefined) equal++;
        else if (known) report.push(`${name}: different on purpose\n${shown(difference, known.why)}`);
        else unknown.push(shown(difference, 'NOT EXPLAINED'));
      }
      report.push(`${name}: ${equal} equal, ${unknown.length} not explained`, ...unknown);
      expect(unknown).toEqual([]);
    },
  );
});

/** TechTrack's recordings begin with a user that the original's console had created. */
async function makeOperator(): Promise<void> {
  const client = new HttpClient(platform.url);
  const { email: username, password } = platform.admin;
  const { body } = await client.post('/api/token/', { username, password });
  const { access: token } = body as { access: string };
  const { status } = await client.post('/api/users/', { username: 'op', password: 'pw12345678' }, { token });
  expect(status).toBe(201);
}
