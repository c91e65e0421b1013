import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { BUS_KEY_BYTES, type BusKeys, busKeysOf, calleeOf, type CallGraph } from '@argus/messaging';
import { makeDataDirectory } from './data-directory.js';
import { secretsDirectory } from './data-key.js';
import { generatedSecret } from './generated-secret.js';
import { settingType } from './setting.js';

const SECRET_BYTES = 32;

/** Returns the keys as one word, for the setting. */
export const formatBusKeys = ({ service, gateway, calls, answers }: BusKeys): string =>
  Buffer.from(JSON.stringify({ service, gateway, calls: texts(calls), answers: texts(answers) })).toString(
    'base64url',
  );

/** Reverses `formatBusKeys`. Throws on anything else. */
function parseBusKeys(text: string): BusKeys {
  const read = JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;
  const { service, gateway, calls, answers } = read;
  if (typeof service !== 'string' || typeof gateway !== 'string') throw new Error('names are missing');
  return { service, gateway, calls: keysIn(calls), answers: keysIn(answers) };
}

const texts = (keys: Readonly<Record<string, Uint8Array>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(keys).map(([name, key]) => [name, Buffer.from(key).toString('base64url')]),
  );

const keysIn = (value: unknown): Record<string, Uint8Array> =>
  Object.fromEntries(
    Object.entries(value as Record<string, string>).map(([name, text]) => {
      const key = new Uint8Array(Buffer.from(text, 'base64url'));
      if (key.length !== BUS_KEY_BYTES) throw new Error(`a key has ${BUS_KEY_BYTES} bytes`);
      return [name, key];
    }),
  );

/** Keys of services, one word each. */
export const busKeys = settingType<readonly BusKeys[]>('keys of services, separated by commas', (value) =>
  value.split(',').map((word) => {
    try {
      return parseBusKeys(word.trim());
    } catch {
      /* The reason would quote the secret. */
      throw new Error('not the keys of a service');
    }
  }),
);

/** A service with the operations that it calls; the gateway is the one that listens to clients. */
interface Caller {
  readonly name: string;
  readonly listener?: unknown;
  readonly calls?: readonly { readonly subject: string }[];
}

/** Who calls whom: what each declares and nothing else, so that a service can seal for those only. */
const graphOf = (services: readonly Caller[]): CallGraph =>
  Object.fromEntries(
    services.map(({ name, calls = [] }) => [
      name,
      [...new Set(calls.map(({ subject }) => calleeOf(subject)))].sort(),
    ]),
  );

/**
 * Returns the keys of each service on the bus, for the calls that it declares and answers. They come from one secret of the
 * installation, which is created when it is missing and which no service gets.
 */
export function busKeysIn(
  settings: { readonly DATA_DIR: string },
  services: readonly Caller[],
): (service: string) => BusKeys {
  makeDataDirectory(settings);
  const file = join(secretsDirectory(settings), 'bus.key');
  const { secret } = generatedSecret(file, () => randomBytes(SECRET_BYTES).toString('base64'));
  const gateway = services.find(({ listener }) => listener !== undefined)?.name ?? '';
  const graph = graphOf(services);
  return (service) => busKeysOf(Buffer.from(secret, 'base64'), service, { gateway, graph });
}
