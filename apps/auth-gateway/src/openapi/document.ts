import {
  type Access,
  type AnyOperation,
  type Contract,
  contracts,
  families,
  type Family,
  type HttpBinding,
  isCreating,
  type JsonSchema,
  listClass,
  mediaTypesOf,
  pageItem,
  schemaOf,
  scopeOf,
  type Type,
} from '@argus/contracts';
import { closedClassesOf } from './closed-classes.js';
import { Components, documentedSchemaOf } from './components.js';
import { errorResponses } from './error-responses.js';
import { errorSchemas } from './error-schemas.js';
import { exampleOf } from './examples.js';
import { type FamilyDocument, familyDocuments, otherMethods } from './families.js';
import { descriptionOf } from './operation-text.js';
import { parametersOf } from './parameters.js';
import { securitySchemesOf } from './security-schemes.js';

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: FamilyDocument;
  readonly paths: Record<string, Record<string, JsonSchema>>;
  readonly [section: string]: unknown;
}

/** Returns the families with operations for clients. */
export const documentedFamilies = (): Family[] =>
  families.filter((family) =>
    contracts.some(
      (each) => each.family === family && Object.values(each.operations).some(({ http }) => http),
    ),
  );

/** Returns the OpenAPI 3.1 document of a family, made from its operations without the internal ones. */
export function documentOf(family: Family): OpenApiDocument {
  const ofFamily = contracts.filter((each) => each.family === family);
  const served = ofFamily.flatMap(({ operations }) => Object.values(operations).filter(({ http }) => http));
  const components = new Components(errorSchemas[family].components, closedClassesOf(served));
  const paths: Record<string, Record<string, JsonSchema>> = {};
  const tags = new Set<string>();
  for (const contract of ofFamily) {
    for (const operation of Object.values(contract.operations)) {
      if (!operation.http) continue;
      tags.add(contract.tag);
      const { path, method } = operation.http;
      (paths[path] ??= {})[method.toLowerCase()] = describe(contract, operation, components);
    }
  }
  return {
    openapi: '3.1.0',
    info: infoOf(family),
    servers: [{ url: '/' }],
    tags: [...tags].map((name) => ({ name })),
    paths,
    components: {
      schemas: components.schemas(),
      securitySchemes: {
        ...securitySchemesOf(family),
      },
    },
  };
}

function infoOf(family: Family): FamilyDocument {
  const { description, ...info } = familyDocuments[family];
  return { ...info, description: `${description.replace(/\.?$/, '.')} ${otherMethods}` };
}

function describe(contract: Contract, operation: AnyOperation, components: Components): JsonSchema {
  const { http, summary, params, query } = operation;
  return {
    operationId: operationIdOf(operation),
    tags: [contract.tag],
    summary,
    description: descriptionOf(operation),
    security: securityOf(operation),
    parameters: [
      ...parametersOf('path', params),
      ...parametersOf('query', query),
      ...parametersOf('header', http?.rawBody?.headers),
      ...(isCreating(operation) ? [idempotencyKey] : []),
    ],
    ...requestOf(operation, components),
    responses: {
      [http?.status ?? 200]: answerOf(operation, components),
      ...(http?.stream?.later && { 202: laterAnswer(http.stream.later, components) }),
      ...errorResponses(operation, contract.family),
    },
  };
}

/** Returns the name for generated clients, e.g. `productionPlanList`; unique, as subjects are. */
const operationIdOf = ({ subject }: AnyOperation): string =>
  subject.slice(subject.indexOf('.') + 1).replaceAll(/[.-](\w)/g, (_, first: string) => first.toUpperCase());

function requestOf(operation: AnyOperation, components: Components): JsonSchema {
  const { http, body } = operation;
  const mediaTypes = mediaTypesOf(operation);
  if (body === undefined || mediaTypes.length === 0) return {};
  /* Generators of clients take one media type for each body, so others stand in words. */
  const mediaType = mediaTypes.includes('application/json') ? 'application/json' : mediaTypes[0]!;
  const content = { [mediaType]: contentOf(mediaType, body, http?.rawBody?.item, components) };
  /* An empty body is read as an object without fields, so it is optional if no field is required. */
  const required =
    http?.rawBody !== undefined || listClass(body) !== undefined || 'required' in schemaOf(body);
  return { requestBody: { required, content } };
}

/** @param item is the class of the items of a raw body; in JSON they form an array. */
function contentOf(
  mediaType: string,
  body: Type<unknown>,
  item: Type<unknown> | undefined,
  components: Components,
): JsonSchema {
  const isJson = mediaType === 'application/json';
  if (item === undefined) {
    const schema = components.refer(body);
    return isJson ? { schema, example: exampleOf(body) } : { schema };
  }
  if (!isJson) return { schema: { type: 'string', format: 'binary' } };
  return { schema: { type: 'array', items: components.refer(item) }, example: [exampleOf(item)] };
}

function answerOf({ http, reply }: AnyOperation, components: Components): JsonSchema {
  if (http?.stream?.item) {
    const schema = { type: 'array', items: components.refer(http.stream.item) };
    return { description: 'Success', content: { 'application/json': { schema } } };
  }
  if (http?.stream) {
    const file = { schema: { type: 'string', format: 'binary' } };
    const { json, mediaTypes } = http.stream;
    const own = json && { 'application/json': { schema: components.refer(json) } };
    const content = { ...Object.fromEntries(mediaTypes.map((type) => [type, file])), ...own };
    return { description: 'Streamed', content };
  }
  if (http?.follow && reply) {
    const schema = components.refer(reply as Type<unknown>);
    const description =
      'Server-sent events: data is the array `events`, or in an event of the name `removed` that array; id is the cursor. ' +
      'Over WebSocket, each message holds all of them';
    return { description, content: { 'text/event-stream': { schema } } };
  }
  if (http?.cookies && reply) return withCookies(reply as Type<unknown>, http.cookies, components);
  return success(reply as Type<unknown> | undefined, components);
}

const laterAnswer = (later: Type<unknown>, components: Components): JsonSchema => ({
  ...success(later, components),
  description: 'It is made in the background',
});

/* Fields that are sent as cookies are left out of the body. */
function withCookies(
  reply: Type<unknown>,
  cookies: NonNullable<HttpBinding['cookies']>,
  components: Components,
): JsonSchema {
  const { properties, required, ...rest } = documentedSchemaOf(reply) as {
    properties: Record<string, JsonSchema>;
    required: readonly string[];
  };
  const shown = Object.keys(properties).filter((name) => !(name in cookies));
  const schema = components.define(reply.name, {
    ...rest,
    properties: Object.fromEntries(shown.map((name) => [name, properties[name]])),
    required: required.filter((name) => shown.includes(name)),
  });
  const names = Object.values(cookies).map(({ name }) => name);
  const header = { description: `Sets ${names.join(' and ')}`, schema: { type: 'string' } };
  return {
    description: 'Success',
    headers: { 'Set-Cookie': header },
    content: { 'application/json': { schema } },
  };
}

const idempotencyKey: JsonSchema = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'A key of your choice for this creation, e.g. a UUID. A repeated request with the same key within 24 hours creates ' +
    'nothing and returns the first reply, without a secret that is shown once. 409 while the first request runs; 422 if the key was used with another request.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

function success(reply: Type<unknown> | undefined, components: Components): JsonSchema {
  if (reply === undefined) return { description: 'Done' };
  const item = pageItem(reply);
  const schema = item === undefined ? components.refer(reply) : pageSchema(reply, item, components);
  return { description: 'Success', content: { 'application/json': { schema } } };
}

/** Returns the schema of a page with the links that the gateway adds. */
function pageSchema(page: Type<unknown>, item: Type<unknown>, components: Components): JsonSchema {
  components.refer(item);
  const link = {
    type: ['string', 'null'],
    format: 'uri',
    description: 'Address of that page; null where there is none',
    examples: [null],
  };
  const { properties } = documentedSchemaOf(page) as { properties: Record<string, JsonSchema> };
  const { count, results } = properties;
  return components.define(page.name, {
    type: 'object',
    properties: { count, next: link, previous: link, results },
    required: ['count', 'next', 'previous', 'results'],
  });
}

/** Ways to authenticate, of which one suffices. Keys are for attendance alone. */
function securityOf(operation: AnyOperation): JsonSchema[] {
  const { access } = operation;
  if (access.kind === 'public') return [];
  return [
    { bearer: [] },
    ...(scopeOf(operation) === undefined ? [] : [{ apiKey: [] }]),
    ...(isOptional(access) ? [{}] : []),
  ];
}

const isOptional = (access: Access): boolean =>
  access.kind === 'authenticated' && access.anonymousInCompat === true;
