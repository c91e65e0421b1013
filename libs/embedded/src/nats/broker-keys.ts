import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createUser, fromSeed } from '@nats-io/nkeys';

/** An NKey. Only its public part is told to the broker. */
export interface BrokerKey {
  readonly seed: string;
  readonly publicKey: string;
}

/** Returns a key for every name, kept as `<name>.nk` in the folder; made where it is missing. */
export function brokerKeys<Name extends string>(
  folder: string,
  names: readonly Name[],
): Record<Name, BrokerKey> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return Object.fromEntries(names.map((name) => [name, keyIn(join(folder, `${name}.nk`))])) as Record<
    Name,
    BrokerKey
  >;
}

function keyIn(file: string): BrokerKey {
  if (!existsSync(file)) make(file);
  const seed = readFileSync(file, 'utf8').trim();
  try {
    return { seed, publicKey: fromSeed(new TextEncoder().encode(seed)).getPublicKey() };
  } catch (error) {
    throw new Error(`${file} is not the seed of an NKey; delete it, and a new one is made`, { cause: error });
  }
}

/** Atomically: two starts at once agree on one key. */
function make(file: string): void {
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${new TextDecoder().decode(createUser().getSeed())}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}
