import { type AnyOperation, DomainError, refusesUndeclared } from '@argus/contracts';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { DEFAULT_BODY_LIMIT_BYTES } from './body-parsers.js';
import { formFieldsOf, MAX_PARTS, UrlencodedForm } from './urlencoded-form.js';

const TOO_LARGE = new Set([
  'FST_REQ_FILE_TOO_LARGE',
  'FST_PARTS_LIMIT',
  'FST_FILES_LIMIT',
  'FST_FIELDS_LIMIT',
]);

type Pair = readonly [name: string, value: string | Uint8Array];

/** Returns the body as plain values, forms in the shape that the operation declares. Throws DomainError for a broken form. */
export async function bodyOf(request: FastifyRequest, operation: AnyOperation): Promise<unknown> {
  if (request.isMultipart()) return fromForm(await multipartPairs(request, operation), operation);
  if (request.body instanceof UrlencodedForm) return fromForm(request.body.pairs, operation);
  return request.body === undefined ? {} : request.body;
}

/* `images`, `images[]` and `images[0]` are items of one list, as in Django REST Framework. */
const ITEM = /\[(\d{0,6})\]$/;

interface Item {
  readonly list: string;
  readonly place: number;
  readonly value: Pair[1];
}

function itemOf([name, value]: Pair): Item {
  const { 0: end = '', 1: digits = '' } = ITEM.exec(name) ?? [];
  return { list: name.slice(0, name.length - end.length), place: Number(digits), value };
}

/**
 * Reads a form: a repeated name is a list if declared so, else its last value counts; an absent checkbox is false. Undeclared names
 * come along where the operation refuses them.
 */
export function fromForm(pairs: readonly Pair[], operation: AnyOperation): Record<string, unknown> {
  const values = new Map(pairs);
  const lists = Map.groupBy(pairs.map(itemOf), ({ list }) => list);
  const listOf = (name: string): unknown[] | undefined =>
    lists
      .get(name)
      ?.sort((one, other) => one.place - other.place)
      .map(({ value }) => value);
  const fields = formFieldsOf(operation);
  const declared = new Set(fields.map(({ name }) => name));
  const others = refusesUndeclared(operation)
    ? [...values].filter(([name, value]) => !declared.has(name) && !declared.has(itemOf([name, value]).list))
    : [];
  return Object.fromEntries([
    ...others,
    ...fields.flatMap(({ name, type, options }): [string, unknown][] => {
      const { type: kind } = type.schema();
      const given = kind === 'array' ? listOf(name) : values.get(name);
      if (given !== undefined) return [[name, given]];
      const mayBeAbsent = options.optional === true || 'default' in options;
      return kind === 'boolean' && !mayBeAbsent ? [[name, false]] : [];
    }),
  ]);
}

/** Returns the parts of a multipart form. Files become base64, as in JSON, unless the field takes bytes. */
async function multipartPairs(request: FastifyRequest, operation: AnyOperation): Promise<Pair[]> {
  const limit = request.bodyLimitBytes ?? DEFAULT_BODY_LIMIT_BYTES;
  if (Number(request.headers['content-length'] ?? 0) > limit) throw new DomainError('PAYLOAD_TOO_LARGE');
  const takesBytes = new Set(
    formFieldsOf(operation).flatMap(({ name, type }) => (type.schema().format === 'binary' ? [name] : [])),
  );
  const limits = { parts: MAX_PARTS, fileSize: limit };
  const valueOf = ({ fieldname, filename, mimetype }: MultipartFile, bytes: Buffer): Pair[1] => {
    const isFile = (filename as string | undefined) !== undefined || mimetype === 'application/octet-stream';
    if (!isFile) return bytes.toString('utf8');
    return takesBytes.has(fieldname.replace(ITEM, '')) ? bytes : bytes.toString('base64');
  };
  const pairs: Pair[] = [];
  let left = limit;
  try {
    /* As files, parts stay bytes: the parser of forms would read a part of type JSON at once, whatever its size. */
    for await (const part of request.files({ limits, isPartAFile: () => true })) {
      const bytes = await part.toBuffer();
      left -= bytes.length;
      if (left < 0) throw new DomainError('PAYLOAD_TOO_LARGE');
      pairs.push([part.fieldname, valueOf(part, bytes)]);
    }
  } catch (error) {
    throw refusalOf(error);
  }
  return pairs;
}

function refusalOf(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const { code = '', message } = error as { code?: string; message?: string };
  if (TOO_LARGE.has(code)) return new DomainError('PAYLOAD_TOO_LARGE');
  const reason = `Multipart form parse error - ${message ?? 'unreadable'}`;
  return new DomainError('MALFORMED_BODY', { reason }, { cause: error });
}
