import {
  type AnyOperation,
  contracts,
  fieldsOf,
  listClass,
  mediaTypesOf,
  namesOfAnswer,
  pageItem,
  refusesUndeclared,
  shownOnceOf,
} from '@argus/contracts';
import { createDatabase, type TestDatabase } from '@argus/testing/postgres';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exampleOf } from '../openapi/examples.js';
import { queryChecksOf } from './routes/query-promises.js';
import { type RunningGateway, startGateway, tokenOf } from '../testing/gateway.fixture.js';

/* Sends every operation of the catalogue something that it does not take, in its query and its body, through the gateway. */
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

  const choices = (operation.query ? fieldsOf(operation.query) : []).flatMap(({ name, type }) => {
    const { enum: allowed } = type.schema();
    return Array.isArray(allowed) ? [{ name, allowed: allowed as string[] }] : [];
  });
  for (const { name, allowed } of choices)
    it(`query of ${operation.subject}: a ${name} that does not exist is refused with those that do`, async () => {
      const before = reached;
      const { statusCode, code, body } = await ask(name, 'zebra');
      expect([statusCode, code]).toEqual([400, 'VALIDATION_FAILED']);
      for (const word of ['zebra', ...allowed]) expect(body).toContain(word);
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

/* The example of a body with one undeclared name, in it and in each object in it whose names are declared. */
function withUndeclared({ body }: AnyOperation, name: string): object[] {
  if (!body) return [{ [name]: 1 }];
  const example = exampleOf(body) as Record<string, unknown>;
  const nested = fieldsOf(body).flatMap(({ name: field, type }): object[] => {
    const [Named] = type.refers?.() ?? [];
    if (Named === undefined) return [];
    const inner = { ...(exampleOf(Named) as object), [name]: 1 };
    const { type: kind, minItems = 1 } = type.schema();
    return [{ ...example, [field]: kind === 'array' ? Array(Number(minItems)).fill(inner) : inner }];
  });
  return [{ ...example, [name]: 1 }, ...nested];
}

describe.each(operations.filter(({ method, operation: { http } }) => method !== 'GET' && !http?.rawBody))(
  '$family $method $path',
  ({ family, operation, method, path }) => {
    const given = (operation.params ? exampleOf(operation.params) : {}) as Record<string, unknown>;
    const send = async (payload: object, type = 'application/json') => {
      const before = reached;
      const { statusCode, headers, body } = await gateway.server.inject({
        method,
        url: path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(given[name])),
        headers: {
          authorization: `Bearer ${await tokenOf(family === 'calibration' ? 'attendance' : family)}`,
          'content-type': type,
        },
        payload: type === 'application/json' ? payload : new URLSearchParams({ ...payload }).toString(),
      });
      return { statusCode, code: headers['x-error-code'], body, wasDone: reached > before };
    };
    const refused = {
      statusCode: family === 'calibration' ? 422 : 400,
      code: 'VALIDATION_FAILED',
      wasDone: false,
    };

    if (!refusesUndeclared(operation))
      it(`body of ${operation.subject}: undeclared names are ignored, as in the original`, async () => {
        for (const payload of withUndeclared(operation, 'zebra'))
          expect((await send(payload)).body).not.toContain('zebra is not a field here');
      });
    else {
      it(`body of ${operation.subject}: an undeclared name is refused and named, and nothing is done`, async () => {
        for (const payload of withUndeclared(operation, 'zebra')) {
          const answer = await send(payload);
          expect({ ...answer, payload }).toMatchObject(refused);
          expect(answer.body).toContain('zebra is not a field here');
        }
        const form = 'application/x-www-form-urlencoded';
        if (mediaTypesOf(operation).includes(form) || operation.body === undefined)
          expect(await send({ zebra: '1' }, form)).toMatchObject({
            ...refused,
            body: expect.stringContaining('zebra is not a field here'),
          });
      });

      const taken = (operation.body ? fieldsOf(operation.body) : [])
        .map(({ name }) => name)
        .filter((name) => name.length > 2);
      if (taken.length > 0)
        it(`body of ${operation.subject}: who misspells a name is told the right one`, async () => {
          for (const name of taken) {
            const misspelt = `${name}_in_hours`;
            expect(await send({ [misspelt]: 1 })).toMatchObject({
              ...refused,
              body: expect.stringContaining(`${misspelt} is not a field here; did you mean ${name}?`),
            });
          }
        });

      const shown = namesOfAnswer(operation);
      if (shown)
        it(`body of ${operation.subject}: what the operation shows can be changed and sent back`, async () => {
          /* A secret that is shown once is not read again, and who sends one means it to count. */
          const secrets = new Set(shownOnceOf(operation.reply!));
          const shown = Object.entries(exampleOf(operation.reply!) as object);
          const answer = Object.fromEntries(shown.filter(([name]) => !secrets.has(name)));
          const { body } = await send({ ...answer, ...(exampleOf(operation.body!) as object) });
          expect(body).not.toContain('is not a field here');
        });
    }
  },
);

describe('filters by fields of rows', () => {
  const listed = operations.flatMap(({ operation, method, ...rest }) => {
    const Row = method === 'GET' && operation.reply ? pageItem(operation.reply) : undefined;
    return Row ? [{ ...rest, operation, method, Row }] : [];
  });

  it('query: a filter by a field of rows has the choices of that field', () => {
    const rowsOf = ({ reply, http }: AnyOperation) => {
      const Row = http?.method === 'GET' && reply ? (pageItem(reply) ?? listClass(reply)?.Item) : undefined;
      return Row ? fieldsOf(Row) : [];
    };
    let compared = 0;
    for (const { operation } of operations)
      for (const { name, type } of operation.query ? fieldsOf(operation.query) : []) {
        const allowed = rowsOf(operation)
          .find((field) => field.name === name)
          ?.type.schema().enum;
        if (allowed === undefined) continue;
        /* A filter may have words that stand for several. */
        expect([operation.subject, name, type.schema().enum]).toEqual([
          operation.subject,
          name,
          expect.arrayContaining([...(allowed as string[])]),
        ]);
        compared++;
      }
    expect(compared).toBeGreaterThan(4);
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
