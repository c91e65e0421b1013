import { type AnyOperation, DomainError, fieldsOf } from '@argus/contracts';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const MOST_PARTS = 200;

/** Teaches the server the body types of the documents: JSON, urlencoded and multipart forms. */
export async function acceptBodies(server: FastifyInstance): Promise<void> {
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    if (text.length === 0) {
      done(null, {});
      return;
    }
    void parseJson(request, text as string, (error, body) => {
      if (error)
        done(new DomainError('MALFORMED_BODY', { reason: `JSON parse error - ${error.message}` }), undefined);
      else done(null, body);
    });
  });
  await server.register(formbody, { parser: (text) => new URLSearchParams(text) as never });
  await server.register(multipart, {
    limits: { parts: MOST_PARTS, fieldSize: Infinity, fileSize: Infinity },
  });
  /* Without a content type there must be no content. */
  server.addContentTypeParser('*', (request, payload, done) => {
    payload.resume();
    const mediaType = request.headers['content-type'] ?? '';
    const empty =
      request.headers['content-length'] === '0' || (mediaType === '' && !request.headers['content-length']);
    done(empty ? null : new DomainError('UNSUPPORTED_MEDIA_TYPE', { mediaType }), {});
  });
}

/** The body as an object of plain values; forms are read into the shape that the operation declares. */
export async function bodyOf(request: FastifyRequest, operation: AnyOperation): Promise<unknown> {
  if (request.isMultipart()) return fromForm(await multipartPairs(request, operation), operation);
  if (request.body instanceof URLSearchParams) return fromForm([...request.body], operation);
  return request.body ?? {};
}

type Pair = readonly [name: string, value: string];

/** Forms say everything in text: a list is a name that is repeated, otherwise the last one counts. */
function fromForm(pairs: readonly Pair[], { body }: AnyOperation): Record<string, unknown> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  const declared = body ? fieldsOf(body) : [];
  return Object.fromEntries(
    declared.flatMap(({ name, type }) => {
      const given = values.get(name);
      if (given === undefined) return [];
      return [[name, type.schema().type === 'array' ? given : given.at(-1)]];
    }),
  );
}

/** Files become base64, as the same picture would be in JSON. */
async function multipartPairs(request: FastifyRequest, { http }: AnyOperation): Promise<Pair[]> {
  const pairs: Pair[] = [];
  let left = http?.bodyLimitBytes ?? DEFAULT_BODY_LIMIT_BYTES;
  for await (const part of request.parts()) {
    const value = part.type === 'file' ? (await part.toBuffer()).toString('base64') : String(part.value);
    left -= value.length;
    if (left < 0) throw new DomainError('PAYLOAD_TOO_LARGE');
    pairs.push([part.fieldname, value]);
  }
  return pairs;
}

export const DEFAULT_BODY_LIMIT_BYTES = 256 * 1024;

/** Query parameters; of a repeated one the last counts, as in Django. */
export function queryOf(request: FastifyRequest): Record<string, unknown> {
  const given = request.query as Record<string, string | string[]>;
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, Array.isArray(value) ? value.at(-1) : value]),
  );
}
