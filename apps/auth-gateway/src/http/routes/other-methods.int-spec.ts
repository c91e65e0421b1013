import { contracts, type Family } from '@argus/contracts';
import { createDatabase, type TestDatabase } from '@argus/testing/postgres';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { documentOf } from '../../openapi/document.js';
import { type RunningGateway, startGateway, tokenOf } from '../../testing/gateway.fixture.js';
import { resourcesOf } from './resources.js';

/* Asks every path of the catalogue with every method that it does not have. */
const resources = resourcesOf(contracts);
const families = [...new Set(resources.map(({ family }) => family))];
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

let testDatabase: TestDatabase;
let gateway: RunningGateway;

beforeAll(async () => {
  testDatabase = await createDatabase();
  gateway = await startGateway(
    testDatabase.url,
    { RATE_LIMIT_FACTOR: '100000' },
    { contracts, answer: () => ({}) },
  );
});

afterAll(async () => {
  await gateway.stop();
  await testDatabase.drop();
});

describe('methods that a path does not have', () => {
  it.each(families)('405: every path of %s names its methods and the code', async (family: Family) => {
    /* Calibration has no accounts and takes the tokens of other families. */
    const token = await tokenOf(family === 'calibration' ? 'attendance' : family);
    let asked = 0;
    for (const { path, allowed } of resources.filter((each) => each.family === family)) {
      for (const method of methods.filter((each) => !allowed.includes(each))) {
        const { statusCode, headers } = await gateway.server.inject({
          method,
          url: path.replaceAll(/\{\w+\}/g, '1'),
          headers: { authorization: `Bearer ${token}` },
        });
        const { allow, 'x-error-code': code } = headers;
        expect([method, path, statusCode, allow, code]).toEqual([
          ...[method, path, 405],
          ...[allowed.join(', '), 'METHOD_NOT_ALLOWED'],
        ]);
        asked++;
      }
    }
    expect(asked).toBeGreaterThan(2);
  });

  it.each(families)('405: the document of %s says how other methods are refused', (family) => {
    expect(documentOf(family).info.description).toContain('`METHOD_NOT_ALLOWED`');
  });
});
