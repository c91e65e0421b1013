import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { metricsAt, type PlaceKind, type Searched } from './places.js';
import type { Planter } from './planter.js';

/**
 * Puts a word into every kind of place by the way that a secret would take. A search that does not find it would find no secret either. All words
 * are made or read at run time.
 */
export async function controlsFor(
  { dataDirectory, operationsUrl }: Searched,
  planter: Planter,
): Promise<ReadonlyMap<PlaceKind, string>> {
  const { username } = await planter.accounts.make('attendance');
  const word = randomBytes(16).toString('hex');
  await planter.ask(word);
  writeFileSync(join(dataDirectory, word), word);
  return new Map<PlaceKind, string>([
    ['rows', username],
    ['files of PostgreSQL', username],
    ['write-ahead log', username],
    ['files of the broker', username],
    ['answers', word],
    ['log', word],
    ['traces', word],
    ['other files', word],
    ['metrics', await someMetric(operationsUrl)],
    ['environment', basename(dataDirectory)],
    ['arguments', basename(dataDirectory)],
  ]);
}

/** Takes the file away that `controlsFor` wrote. */
export const removeControls = ({ dataDirectory }: Searched, controls: ReadonlyMap<PlaceKind, string>): void =>
  rmSync(join(dataDirectory, controls.get('other files')!), { force: true });

/** Metrics hold no word of a client, so one of their own names is read where operators read it. */
async function someMetric(operationsUrl: string): Promise<string> {
  const names = (await metricsAt(Number(new URL(operationsUrl).port)))?.match(/(?<=^# TYPE )\S{12,}/gm) ?? [];
  if (names.length === 0) throw new Error(`${operationsUrl} shows no metrics`);
  return names[Math.floor(Math.random() * names.length)]!;
}
