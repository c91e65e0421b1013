import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { argumentsOf, environmentOf, family, portsOf } from './processes.js';
import { type Position, positionOf, storedRows, writeToFiles } from './stored-rows.store.js';

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

/** A running platform of which everything can be read. */
export interface Searched {
  /** Of the process that was started first. */
  readonly pid: number;
  readonly operationsUrl: string;
  readonly dataDirectory: string;
  readonly logFile: string;
}

/** Where log and database were when the planting began, on a platform that others use as well. */
export interface Start extends Position {
  readonly logBytes: number;
}

export const startOf = async (platform: Searched): Promise<Start> => ({
  ...(await positionOf(platform)),
  logBytes: statSync(platform.logFile).size,
});

/**
 * Returns every place of a running platform that outlives a request or that others can read. What was written since a start is in
 * rows and write-ahead log, so the tables' files are left out then.
 */
export async function placesOf(platform: Searched, since?: Start): Promise<Place[]> {
  if (!since) await writeToFiles(platform);
  const rows = await storedRows(platform, since);
  const log = readFileSync(platform.logFile).subarray(since?.logBytes ?? 0);
  const files = filePlaces(
    platform.dataDirectory,
    since && [since.walFile, (await positionOf(platform)).walFile],
  );
  return [
    { kind: 'log', name: 'log', bytes: log },
    ...(await processPlaces(platform)),
    ...files,
    ...rows.map(({ table, text }) => ({ kind: 'rows' as const, name: table, bytes: Buffer.from(text) })),
  ];
}

async function processPlaces({ pid }: Searched): Promise<Place[]> {
  const found: Place[] = [];
  for (const each of family(pid)) {
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

export async function metricsAt(port: number): Promise<string | undefined> {
  const signal = AbortSignal.timeout(5_000);
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { signal }).catch(() => undefined);
  const text = await answer?.text().catch(() => undefined);
  return answer?.ok && text?.startsWith('# HELP') ? text : undefined;
}

/** All files of the data folder but `secrets`, where the installation keeps its own. */
function filePlaces(directory: string, walFiles?: readonly [first: string, last: string]): Place[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !relative(directory, file).startsWith('secrets'))
    .flatMap((file) => {
      const [name, kind] = [relative(directory, file), kindOf(relative(directory, file))];
      if (walFiles && kind === 'files of PostgreSQL') return [];
      const isBetween = !walFiles || (basename(name) >= walFiles[0] && basename(name) <= walFiles[1]);
      if (kind === 'write-ahead log' && !isBetween) return [];
      try {
        return [{ kind, name, bytes: readFileSync(file) }];
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
