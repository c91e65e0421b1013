import { eventually } from '@argus/testing';
import { type Attack, means, tally } from './attack.js';
import { tableSizes } from './database.store.js';
import type { Stage } from './stage.js';

/* More than an address may leave of anything, before it is refused. */
const REQUESTS = 1500;
const AT_ONCE = 10;
/* What only counts a minute's requests is forgotten after it. */
const FORGOTTEN_WITHIN_MS = 200_000;

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
      const first = await tableSizes(stage.platform);
      const sent: string[] = [];
      for (const [what, path, body] of kinds) {
        const statuses = await send(stage, stage.address(), path, body);
        means(statuses[0]! > 0 && statuses[0] !== 404, `${what} are not answered: ${tally(statuses)}`);
        sent.push(`${what} ${tally(statuses)}`);
      }
      const grown = async (): Promise<[table: string, rows: number][]> =>
        [...(await tableSizes(stage.platform))]
          .map(([table, size]): [string, number] => [table, size - (first.get(table) ?? 0)])
          .filter(([, rows]) => rows > AT_ONCE);
      /* Strangers at several addresses sent them; at each the limits let some rows be made. */
      const isEndless = (rows: number): boolean => rows >= (kinds.length * REQUESTS) / 2;
      const most = await grown();
      const untilMs = performance.now() + FORGOTTEN_WITHIN_MS;
      const left = await eventually(
        grown,
        (tables) => tables.every(([, rows]) => !isEndless(rows)) || performance.now() > untilMs,
        1000,
      );
      const rowsOf = (tables: readonly [string, number][]): string =>
        tables.map(([table, rows]) => `${table} +${rows}`).join(', ');
      return {
        happened: `${sent.join('; ')}; at most ${rowsOf(most)}; in the end ${rowsOf(left)}`,
        fell: left.some(([, rows]) => isEndless(rows)),
      };
    },
  },
];
