import { families, parse, takesFiles } from '@argus/contracts';
import { HttpClient, sharedPlatform } from '@argus/testing';
import { PublishedSchemas } from '@argus/testing/generated';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Account, Accounts } from './targets/accounts.js';
import { servedOperations } from './targets/operations.js';

/* Sends the examples of the published documents unchanged. */
const target = sharedPlatform();
const client = new HttpClient(target.url);
const accounts = new Accounts(target);

interface Operation {
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly example: unknown } } };
}
type Document = Readonly<{ paths: Record<string, Record<string, Operation & Record<string, unknown>>> }>;

const documents = new Map<string, Document>();

beforeAll(async () => {
  for (const family of families)
    documents.set(family, (await client.get(`/openapi/${family}.json`)).body as Document);
});

describe('examples of the documents', () => {
  it.each(servedOperations.filter(({ operation: { body } }) => body && !takesFiles(body)))(
    'example of $family $method $path is valid and answered as documented',
    async ({ family, operation, method, path }) => {
      const document = documents.get(family)!;
      const published = document.paths[path]?.[method.toLowerCase()];
      const body = published?.requestBody?.content['application/json'].example;
      expect(() => parse<unknown>(operation.body!, body)).not.toThrow();
      const isPublic = operation.access.kind === 'public';
      const account: Account | undefined = isPublic ? undefined : await accounts.make(family);
      const url = path.replaceAll(/\{\w+\}/g, '987654321');
      const answer = await client.send(method, url, { body, ...(account && { token: account.token }) });
      expect(answer.status).toBeLessThan(500);
      const schemas = new PublishedSchemas(document);
      expect(schemas.faultOf(path, method, answer.status, answer.body)).toBeUndefined();
    },
  );
});
