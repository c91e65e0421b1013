/* Asks every sighting; see sightings.mjs. Exits with 1 when one is answered wrongly. */
import { isDeepStrictEqual } from 'node:util';
import { sharedPlatform, startPlatform } from '@argus/testing';
import { sightings } from '#e2e/sightings/sightings.js';
import { Stage } from '#e2e/sightings/stage.js';

const TIME_LIMIT_MS = 60_000;
const items = process.argv.slice(2).map(Number);
const chosen = sightings.filter(({ item }) => items.length === 0 || items.includes(item));

const own =
  process.env.E2E_BASE_URL === undefined
    ? await startPlatform({ settings: { RATE_LIMIT_FACTOR: '10000' } })
    : undefined;
const stage = new Stage(own ?? sharedPlatform());

const tooLong = (): Promise<never> =>
  new Promise((_, refuse) => {
    setTimeout(() => refuse(new Error(`no answer within ${TIME_LIMIT_MS / 1000} s`)), TIME_LIMIT_MS).unref();
  });
const shown = (value: unknown): string => JSON.stringify(value).slice(0, 400);

await stage.attendance.removeDemo(await stage.token('attendance'));
let failing = 0;
try {
  for (const sighting of chosen) {
    const { item, seen } = sighting;
    const finding = await Promise.race([sighting.ask(stage), tooLong()]).catch((error: unknown) => ({
      right: 'an answer',
      got: String(error),
    }));
    const isRight = isDeepStrictEqual(finding.got, finding.right);
    if (!isRight) failing++;
    console.log(`${isRight ? 'gone ' : 'STILL'} ${String(item).padStart(2)} ${seen}`);
    if (!isRight) console.log(`         right ${shown(finding.right)}\n         got   ${shown(finding.got)}`);
  }
} finally {
  await stage.close();
  await own?.stop();
}
console.log(`\n${chosen.length} sightings, ${failing} failing`);
process.exit(failing === 0 ? 0 : 1);
