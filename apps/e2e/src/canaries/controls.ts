import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform } from '@argus/testing';
import type { PlaceKind } from './places.js';
import type { Planter } from './planter.js';

/** Puts a word in every kind of place, as users and operators do. A search that finds none of them would find no secret. */
export async function controlsFor(
  platform: Platform,
  { accounts }: Planter,
  inEnvironment: string,
): Promise<ReadonlyMap<PlaceKind, string>> {
  const { username } = await accounts.make('attendance');
  const inFile = randomBytes(12).toString('hex');
  writeFileSync(join(platform.dataDirectory, 'control'), inFile);
  /* Making the account called it. */
  const called = 'identity.attendance-session.create';
  return new Map<PlaceKind, string>([
    ['rows', username],
    ['files of PostgreSQL', username],
    ['write-ahead log', username],
    ['files of the broker', username],
    ['answers', '"employee_id"'],
    ['log', called],
    ['metrics', 'argus_rpc_server_request_duration_seconds_count'],
    ['traces', called],
    ['other files', inFile],
    ['environment', inEnvironment],
    ['arguments', platform.dataDirectory],
  ]);
}
