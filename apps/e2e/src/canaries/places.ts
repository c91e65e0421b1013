import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Platform } from '@argus/testing';
import { argumentsOf, environmentOf, family, portsOf } from './processes.js';
import { storedRows, writeToFiles } from './stored-rows.store.js';

/** Places of one kind are found by the same way, so one control proves all. */
export type PlaceKind =
  | 'answers'
  | 'log'
  | 'traces'
  | 'metrics'
  | 'arguments'
  | 'environment'
  | 'files of the broker'
  | 'files of PostgreSQL'
  | 'write-ahead log'
  | 'rows'
  | 'other files';

export interface Place {
  readonly kind: PlaceKind;
  readonly name: string;
  readonly bytes: Buffer;
}

/* How a launcher hands a process its own credentials (and the operator the first password): no exit, but the way in. */
const handedOver = /^(NATS_NKEY|NATS_KEEPER_NKEY|BUS_KEYS|DATABASE_URL|ADMIN_PASSWORD)=/;

/** Returns every place of a running platform that outlives a request or that others can read. */
export async function placesOf(platform: Platform, logFile: string): Promise<Place[]> {
  await writeToFiles(platform);
  const rows = await storedRows(platform);
  return [
    { kind: 'log', name: 'log', bytes: readFileSync(logFile) },
    ...(await processPlaces(platform)),
    ...filePlaces(platform.dataDirectory),
    ...rows.map(({ table, text }) => ({ kind: 'rows' as const, name: table, bytes: Buffer.from(text) })),
  ];
}

async function processPlaces({ pid }: Platform): Promise<Place[]> {
  const found: Place[] = [];
  for (const each of family(pid!)) {
    const name = `${each} ${argumentsOf(each).slice(-60)}`;
    const told = environmentOf(each).filter((line) => !handedOver.test(line));
    found.push(
      { kind: 'arguments', name, bytes: Buffer.from(argumentsOf(each)) },
      { kind: 'environment', name, bytes: Buffer.from(told.join('\n')) },
    );
    for (const port of portsOf(each)) {
      const answer = await metricsAt(port);
      if (answer !== undefined) found.push({ kind: 'metrics', name, bytes: Buffer.from(answer) });
    }
  }
  return found;
}

async function metricsAt(port: number): Promise<string | undefined> {
  const signal = AbortSignal.timeout(5_000);
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { signal }).catch(() => undefined);
  const text = await answer?.text().catch(() => undefined);
  return answer?.ok && text?.startsWith('# HELP') ? text : undefined;
}

/** All files of the data folder but `secrets`, where the installation keeps its own. */
function filePlaces(directory: string): Place[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !relative(directory, file).startsWith('secrets'))
    .flatMap((file) => {
      const name = relative(directory, file);
      try {
        return [{ kind: kindOf(name), name, bytes: readFileSync(file) }];
      } catch {
        /* Servers delete files meanwhile. */
        return [];
      }
    });
}

function kindOf(name: string): PlaceKind {
  if (name.includes('pg_wal')) return 'write-ahead log';
  if (name.startsWith('postgres')) return 'files of PostgreSQL';
  return name.startsWith('nats') ? 'files of the broker' : 'other files';
}
