import { families, type Family } from '@argus/contracts';
import { type Platform, startPlatform } from '@argus/testing';
import { fuzzSettings, PublishedSchemas } from '@argus/testing/generated';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accounts } from './targets/accounts.js';
import { fuzzOperation, type FuzzResult } from './contract-fuzz.js';
import { knownFor } from './known/index.js';
import { servedOperations } from './targets/operations.js';

/*
 * Sends valid and invalid inputs, made from the field declarations, to every operation. Valid ones mostly name existing rows and
 * hold real photographs. Every answer is checked against the published document. The suite changes whatever it can, so it has
 * its own platform.
 *   FUZZ_CASES=300 npm test -- e2e --testPathPatterns=generated     the full run
 *   FUZZ_SEED=…                                                     the same inputs again
 */
const { cases, seed } = fuzzSettings();

let platform: Platform;
let accounts: Accounts;
const schemas = new Map<Family, PublishedSchemas>();
const results = new Map<string, FuzzResult>();

beforeAll(async () => {
  platform = await startPlatform({ settings: { RATE_LIMIT_FACTOR: '1000000' } });
  accounts = new Accounts(platform);
  for (const family of families) {
    const document = await fetch(`${platform.url}/openapi/${family}.json`);
    schemas.set(family, new PublishedSchemas((await document.json()) as never));
  }
});

afterAll(async () => {
  await platform?.stop();
  process.stderr.write(`${summary().join('\n')}\n`);
});

describe('contract fuzz', () => {
  it.each(servedOperations)(
    'contract fuzz: $family $method $path answers as its document allows',
    async (served) => {
      const { family, method, path, operation } = served;
      const account = await accounts.make(family);
      const known = await knownFor(served, { url: platform.url, account, accounts });
      const result = await fuzzOperation(served, {
        url: platform.url,
        token: operation.access.kind === 'public' ? undefined : account.token,
        schemas: schemas.get(family)!,
        cases,
        seed,
        known,
      });
      results.set(`${family} ${method} ${path}`, result);
      expect(result.faults.slice(0, 3)).toEqual([]);
    },
    900_000,
  );
});

function summary(): string[] {
  const all = [...results.values()];
  const sum = (hundred: number): number =>
    all.reduce((total, { valid, invalid }) => total + valid.of(hundred) + invalid.of(hundred), 0);
  const notReached = [...results].filter(([, { valid }]) => valid.of(2) === 0).map(([name]) => name);
  return [
    `seed ${seed}, ${cases} valid and ${cases} invalid requests per operation`,
    ...[...results].map(
      ([name, { valid, invalid, faults }]) =>
        `${name}: valid ${valid.text()}; invalid ${invalid.text() || 'none'}; ${faults.length} faults`,
    ),
    `${all.length} operations, ${sum(2)} answers 2xx, ${sum(4)} 4xx, ${sum(5)} 5xx (503 among them)`,
    `without a success, each with its own refusal in known/: ${notReached.length === 0 ? 'none' : notReached.join(', ')}`,
  ];
}
