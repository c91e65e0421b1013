import { gzipSync } from 'node:zlib';
import { contracts, families, mediaTypesOf } from '@argus/contracts';
import { HttpClient, type HttpAnswer, sharedPlatform } from '@argus/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Account, Accounts } from './targets/accounts.js';

/* Media types that an operation takes are never answered with 415; all others are. The document shows JSON where it is among them. */
const target = sharedPlatform();
const client = new HttpClient(target.url);
const accounts = new Accounts(target);

const withBody = contracts.flatMap(({ family, operations }) =>
  Object.values(operations).flatMap((operation) =>
    operation.http && mediaTypesOf(operation).length > 0 ? [{ family, operation, ...operation.http }] : [],
  ),
);

type Content = Readonly<Record<string, { readonly example?: unknown }>>;
interface Document {
  readonly paths: Record<string, Record<string, { readonly requestBody?: { readonly content: Content } }>>;
}
const documents = new Map<string, Document>();
const callers = new Map<string, Account>();

beforeAll(async () => {
  for (const family of families)
    documents.set(family, (await client.get(`/openapi/${family}.json`)).body as Document);
});

const undeclared = [
  'text/plain',
  'application/xml',
  'application/octet-stream',
  'application/json; charset=utf-16',
];
/** Returns some content of the type; its meaning does not matter here. */
const contentOf = (mediaType: string, example: unknown): string =>
  mediaType.startsWith('application/json') ? JSON.stringify(example ?? {}) : 'a=1';

describe('media types of bodies', () => {
  it('media types: more than forty operations with a body are checked', () =>
    expect(withBody.length).toBeGreaterThan(40));

  it.each(withBody)(
    'media types: $family $method $path accepts exactly the declared ones, and the document shows one',
    async ({ family, operation, method, path }) => {
      const content = documents.get(family)!.paths[path]![method.toLowerCase()]!.requestBody!.content;
      const account = callers.get(family) ?? (await accounts.make(family));
      callers.set(family, account);
      const send = (
        type: string,
        headers: object = {},
        body: string | Uint8Array = 'x',
      ): Promise<HttpAnswer> =>
        client.send(method, path.replaceAll(/\{\w+\}/g, '987654321'), {
          headers: { 'content-type': type, ...headers },
          body,
          ...(operation.access.kind !== 'public' && { token: account.token }),
        });
      const declared = mediaTypesOf(operation);
      const shown = declared.includes('application/json') ? 'application/json' : declared[0]!;
      expect(Object.keys(content)).toEqual([shown]);
      for (const type of declared) {
        const boundary = type === 'multipart/form-data' ? '; boundary=x' : '';
        const text = contentOf(type, content[type]?.example);
        const answer = await send(type + boundary, {}, boundary ? '--x--\r\n' : text);
        expect([type, answer.status]).not.toEqual([type, 415]);
        expect(answer.status).toBeLessThan(500);
      }
      for (const type of undeclared.filter((each) => !declared.includes(each))) {
        const answer = await send(type);
        expect([type, answer.status, answer.headers.accept]).toEqual([type, 415, declared.join(', ')]);
      }
      const coding = operation.http?.rawBody ? 'br' : 'gzip';
      const packed = await send(declared[0]!, { 'content-encoding': coding }, gzipSync('{}'));
      expect([coding, packed.status]).toEqual([coding, 415]);
      expect(packed.headers['accept-encoding']).toMatch(
        operation.http?.rawBody ? 'gzip, identity' : /^identity$/,
      );
    },
  );
});
