import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createAccount, createUser, fromSeed, type KeyPair } from '@nats-io/nkeys';

/** An NKey. Only its public part is told to the broker. */
export interface BrokerKey {
  readonly seed: string;
  readonly publicKey: string;
}

/** Returns a user's key for every name, kept as `<name>.nk` in the folder; made where it is missing. */
export function brokerKeys<Name extends string>(
  folder: string,
  names: readonly Name[],
): Record<Name, BrokerKey> {
  const keys = names.map((name) => [name, keyIn(folder, name, createUser)]);
  return Object.fromEntries(keys) as Record<Name, BrokerKey>;
}

/** Returns a key that signs for users, kept in the same way. */
export const issuerKey = (folder: string, name: string): BrokerKey => keyIn(folder, name, createAccount);

function keyIn(folder: string, name: string, create: () => KeyPair): BrokerKey {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${name}.nk`);
  if (!existsSync(file)) make(file, create);
  const seed = readFileSync(file, 'utf8').trim();
  try {
    return { seed, publicKey: fromSeed(new TextEncoder().encode(seed)).getPublicKey() };
  } catch (error) {
    throw new Error(`${file} is not the seed of an NKey; delete it, and a new one is made`, { cause: error });
  }
}

/** Atomically: two starts at once agree on one key. */
function make(file: string, create: () => KeyPair): void {
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${new TextDecoder().decode(create().getSeed())}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}
