import { families, type Family } from '@argus/contracts';
import { fuzzSettings, type Platform, PublishedSchemas, startPlatform } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accounts } from './accounts.js';
import { fuzzOperation } from './contract-fuzz.js';
import { servedOperations } from './operations.js';

/*
 * Inputs made from the field declarations, good and bad, for every operation; every answer is judged by the document that the
 * platform publishes. On a platform of its own, because it changes whatever it can.
 *   FUZZ_CASES=300 npm test -- e2e --testPathPatterns=generated     the full run
 *   FUZZ_SEED=…                                                     the same inputs again
 */
const { cases, seed } = fuzzSettings();

let platform: Platform;
let accounts: Accounts;
const schemas = new Map<Family, PublishedSchemas>();
const report: string[] = [`seed ${seed}, ${cases} good and ${cases} bad requests per operation`];

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
  process.stderr.write(`${report.join('\n')}\n`);
});

describe('answers to made-up input', () => {
  it.each(servedOperations)(
    '$family $method $path',
    async (served) => {
      const { family, method, path, operation } = served;
      const [account, victim] = [await accounts.make(family), await accounts.make(family)];
      const { statuses, faults } = await fuzzOperation(served, {
        url: platform.url,
        token: operation.access.kind === 'public' ? undefined : account.token,
        schemas: schemas.get(family)!,
        cases,
        seed,
        /* Users in paths are the victim or nobody: the administrator is needed. */
        knownIds: path.includes('/users/{') ? [victim.id, '987654321', 'nobody'] : [],
      });
      report.push(`${family} ${method} ${path} ${JSON.stringify(statuses)} ${faults.length} faults`);
      expect(faults.slice(0, 3)).toEqual([]);
    },
    600_000,
  );
});
