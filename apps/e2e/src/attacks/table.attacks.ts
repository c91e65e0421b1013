import { type Attack, means, tally } from './attack.js';
import { tableSizes } from './database.store.js';
import type { Stage } from './stage.js';

/* More than an address may leave of anything, before it is refused. */
const REQUESTS = 1500;
const AT_ONCE = 10;

/** What a stranger may send with a name of their own each time. */
const kinds: readonly (readonly [what: string, path: string, body: (name: string) => object])[] = [
  [
    'log-ins to attendance',
    '/api/v1/auth/login/',
    (name) => ({ email: `${name}@example.com`, password: name }),
  ],
  ['log-ins to TechTrack', '/api/token/', (name) => ({ username: name, password: name })],
  ['log-ins to EyeTracker', '/api/accounts/token/', (name) => ({ username: name, password: name })],
  ['log-ins to ProctorX', '/token', (name) => ({ username: name, password: name })],
  ['refreshes', '/token/refresh', (name) => ({ refresh: `argr_${name}` })],
  [
    'refused sign-ups',
    '/signup',
    (name) => ({ username: name, password: 'x', email: `${name}@x.y`, type: 'student' }),
  ],
  ['calibrations', '/api/calibration/session/create', (name) => ({ candidate_id: name })],
];

async function send(
  stage: Stage,
  from: string,
  path: string,
  body: (name: string) => object,
): Promise<number[]> {
  const statuses: number[] = [];
  while (statuses.length < REQUESTS)
    statuses.push(
      ...(await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          const name = stage.name('n');
          const headers = { 'idempotency-key': name };
          return (await stage.post(path, { from, headers, body: body(name) })).status;
        }),
      )),
    );
  return statuses;
}

export const tableAttacks: readonly Attack[] = [
  {
    finding: 'S13',
    tried: 'a stranger at one address leaves a row by every request, with another name each time',
    isLong: true,
    async run(stage) {
      const grown: string[] = [];
      let most = 0;
      for (const [what, path, body] of kinds) {
        const from = stage.address();
        const before = await tableSizes(stage.platform);
        const statuses = await send(stage, from, path, body);
        means(statuses[0]! > 0 && statuses[0] !== 404, `${what} are not answered: ${tally(statuses)}`);
        const after = await tableSizes(stage.platform);
        const more = [...after]
          .map(([name, size]): [string, number] => [name, size - (before.get(name) ?? 0)])
          .filter(([, rows]) => rows > AT_ONCE);
        most = Math.max(most, ...more.map(([, rows]) => rows));
        const tables = more.map(([name, rows]) => `${name} +${rows}`).join(', ') || 'no table grew';
        grown.push(`${what} (${tally(statuses)}): ${tables}`);
      }
      return { happened: grown.join('; '), fell: most >= REQUESTS };
    },
  },
];
