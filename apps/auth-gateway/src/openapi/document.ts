import {
  type AnyOperation,
  type Contract,
  contracts,
  type Family,
  type JsonSchema,
  pageItem,
  schemaOf,
  type Type,
} from '@argus/contracts';
import { Components } from './components.js';
import { errorResponses } from './error-responses.js';
import { parametersOf } from './parameters.js';

export interface OpenApiDocument {
  readonly openapi: '3.0.3';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Record<string, Record<string, JsonSchema>>;
  readonly [section: string]: unknown;
}

const VERSION = '0.1.0';
const titles: Partial<Record<Family, string>> = { attendance: 'Argus: face attendance' };

/** The OpenAPI 3.0.3 document of a family, made from its operations; internal ones are not in it. */
export function documentOf(family: Family): OpenApiDocument {
  const components = new Components();
  const paths: Record<string, Record<string, JsonSchema>> = {};
  const tags = new Set<string>();
  for (const contract of contracts.filter((each) => each.family === family)) {
    for (const [name, operation] of Object.entries(contract.operations)) {
      if (!operation.http) continue;
      tags.add(contract.tag);
      const { path, method } = operation.http;
      (paths[path] ??= {})[method.toLowerCase()] = describe(contract, name, operation, components);
    }
  }
  return {
    openapi: '3.0.3',
    info: {
      title: titles[family] ?? `Argus: ${family}`,
      version: VERSION,
      description:
        'Made from the contracts in libs/contracts. Paths answer with and without the final slash.',
    },
    tags: [...tags].map((name) => ({ name })),
    paths,
    components: {
      schemas: components.schemas(),
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

function describe(
  contract: Contract,
  name: string,
  operation: AnyOperation,
  components: Components,
): JsonSchema {
  const { http, summary, description, params, query, body, reply, access } = operation;
  return {
    operationId: `${contract.tag.replaceAll(/\W+/g, '')}_${name}`,
    tags: [contract.tag],
    summary,
    ...(description !== undefined && { description }),
    security: access.kind === 'public' ? [] : [{ bearer: [] }],
    parameters: [...parametersOf('path', params), ...parametersOf('query', query)],
    ...(body && { requestBody: requestBody(components.refer(body)) }),
    responses: {
      [http?.status ?? 200]: success(reply as Type<unknown> | undefined, components),
      ...errorResponses(operation),
    },
  };
}

const requestBody = (schema: JsonSchema): JsonSchema => ({
  required: true,
  content: Object.fromEntries(
    ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'].map((type) => [
      type,
      { schema },
    ]),
  ),
});

function success(reply: Type<unknown> | undefined, components: Components): JsonSchema {
  if (reply === undefined) return { description: 'Done' };
  const item = pageItem(reply);
  const schema = item === undefined ? components.refer(reply) : pageSchema(reply, item, components);
  return { description: 'Success', content: { 'application/json': { schema } } };
}

/** A page as clients get it: with the links that the gateway adds. */
function pageSchema(page: Type<unknown>, item: Type<unknown>, components: Components): JsonSchema {
  components.refer(item);
  const link = { type: 'string', format: 'uri', nullable: true };
  const { properties } = schemaOf(page) as { properties: Record<string, JsonSchema> };
  const { count, results } = properties;
  return components.define(page.name, {
    type: 'object',
    properties: { count, next: link, previous: link, results },
    required: ['count', 'next', 'previous', 'results'],
  });
}
