import { contracts, fieldsOf, pageItem } from '@argus/contracts';
import { createDatabase, type TestDatabase } from '@argus/testing/postgres';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exampleOf } from '../openapi/examples.js';
import { queryChecksOf } from './routes/query-promises.js';
import { type RunningGateway, startGateway, tokenOf } from '../testing/gateway.fixture.js';

/* Asks every operation of the catalogue for something that it does not take, through the gateway. */
const operations = contracts.flatMap(({ family, operations: all }) =>
  Object.values(all).flatMap((operation) =>
    operation.http ? [{ family, operation, ...operation.http }] : [],
  ),
);

let testDatabase: TestDatabase;
let gateway: RunningGateway;
let reached = 0;

beforeAll(async () => {
  testDatabase = await createDatabase();
  gateway = await startGateway(
    testDatabase.url,
    { RATE_LIMIT_FACTOR: '100000' },
    {
      contracts,
      answer: () => {
        reached++;
        return { cursor: 'c', events: [], bytes: new Uint8Array(), media_type: 'application/octet-stream' };
      },
    },
  );
});

afterAll(async () => {
  process.stderr.write(`Unknown parameters: ${operations.length} operations\n`);
  await gateway.stop();
  await testDatabase.drop();
});

describe.each(operations)('$family $method $path', ({ family, operation, method, path, follow }) => {
  const taken = operation.query ? fieldsOf(operation.query).map(({ name }) => name) : [];
  /* Calibration has no accounts and takes the tokens of other families. */
  const ask = async (name: string, value = '1') => {
    const { statusCode, headers, body } = await gateway.server.inject({
      method,
      url: `${path.replaceAll(/\{\w+\}/g, '1')}?${name}=${value}`,
      headers: { authorization: `Bearer ${await tokenOf(family === 'calibration' ? 'attendance' : family)}` },
      ...(operation.body && { payload: exampleOf(operation.body) as object }),
    });
    return { statusCode, code: headers['x-error-code'], body };
  };

  it(`query of ${operation.subject}: promises that it does not keep are refused and named, and nothing is done`, async () => {
    const before = reached;
    const promises = ['tz', 'time_zone', 'timeZone', 'interval', 'from', 'pageSize', 'from__gte', 'search[]'];
    const ofWrites = method === 'GET' ? [] : ['id', 'zebra'];
    /* What the operation takes, in forms in which it does not. */
    const forms = taken.filter((each) => each !== 'format').flatMap((each) => [`${each}__in`, `${each}[]`]);
    for (const name of [...promises, ...ofWrites, ...forms].filter((each) => !taken.includes(each))) {
      const { statusCode, code, body } = await ask(name);
      expect([name, statusCode, code]).toEqual([
        name,
        family === 'calibration' ? 422 : 400,
        'UNKNOWN_PARAMETER',
      ]);
      for (const word of [name, ...taken]) expect(body).toContain(word);
    }
    expect(reached).toBe(before);
  });

  /* The answer of a feed has no end. */
  if (!follow)
    it(`query of ${operation.subject}: parameters against caches, and blank ones of reads, are ignored`, async () => {
      for (const [name, value] of [
        ['_', '1700000000000'],
        ['nocache', '1'],
        ['v', '2'],
        ...(method === 'GET' ? ([['tz', '']] as const) : []),
      ] as const)
        expect([name, (await ask(name, value)).code]).not.toEqual([name, 'UNKNOWN_PARAMETER']);
    });
});

describe('filters by fields of rows', () => {
  const listed = operations.flatMap(({ operation, method, ...rest }) => {
    const Row = method === 'GET' && operation.reply ? pageItem(operation.reply) : undefined;
    return Row ? [{ ...rest, operation, method, Row }] : [];
  });

  it('query: a page refuses every field of its rows by which it does not filter', () => {
    const checks = queryChecksOf(contracts);
    let refused = 0;
    for (const { family, operation, Row } of listed) {
      const taken = operation.query ? fieldsOf(operation.query).map(({ name }) => name) : [];
      for (const { name } of fieldsOf(Row).filter((each) => !taken.includes(each.name))) {
        expect(() => checks(operation, family)({ [name]: '1' })).toThrow(
          expect.objectContaining({ code: 'UNKNOWN_PARAMETER' }),
        );
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(50);
  });
});
