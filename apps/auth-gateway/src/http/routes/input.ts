import {
  type AnyOperation,
  DomainError,
  type Issue,
  parse,
  undeclaredIssues,
  undeclaredNamesOf,
  withoutBlanks,
} from '@argus/contracts';
import type { FastifyRequest } from 'fastify';
import { bodyOf } from '../bodies/form.js';

export type Input = Partial<Record<'params' | 'query' | 'body', object>>;

type Place = NonNullable<Issue['place']>;

class Nothing {}

/** Reads the operation's input from the request. Throws one VALIDATION_FAILED with all issues. */
export async function inputOf(request: FastifyRequest, operation: AnyOperation): Promise<Input> {
  const { params, query, body, bodyReadBy } = operation;
  const refused: DomainError[] = [];
  const read = (place: Place, Class: new () => object, value: unknown): object => {
    try {
      return parse(Class, value, place === 'body' ? undeclaredNamesOf(operation) : undefined);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refused.push(placed(error, place));
      return {};
    }
  };
  const input: Input = {};
  if (params) input.params = read('path', params as new () => object, request.params);
  if (query) input.query = read('query', query as new () => object, queryOf(request, query));
  const sent = await bodyOf(request, operation);
  if (body) {
    if (bodyReadBy === 'service') {
      /* The service reads what both versions of a contract send, so only the gateway knows what a client sent. */
      const issues = undeclaredIssues(operation, sent);
      if (issues.length > 0) refused.push(placed(new DomainError('VALIDATION_FAILED', { issues }), 'body'));
      input.body = sent as object;
    } else input.body = read('body', body as new () => object, sent);
  } else if (isFilled(sent)) read('body', Nothing, sent);
  if (refused.length > 0) throw merged(refused);
  return input;
}

const isFilled = (body: unknown): body is object =>
  typeof body === 'object' && body !== null && !Array.isArray(body) && Object.keys(body).length > 0;

function placed({ code, details }: DomainError, place: Place): DomainError {
  const issues = details.issues?.map((issue) => ({ ...issue, place }));
  return new DomainError(code, { ...details, ...(issues && { issues }) });
}

const merged = (errors: readonly DomainError[]): DomainError =>
  errors.length === 1
    ? errors[0]!
    : new DomainError('VALIDATION_FAILED', { issues: errors.flatMap(({ details }) => details.issues ?? []) });

/** Returns the query parameters; the last value of a repeated one counts, as in Django, and a blank one that may be absent is. */
function queryOf(request: FastifyRequest, Class: new () => unknown): Record<string, unknown> {
  const given = request.query as Record<string, string | string[]>;
  const last = Object.entries(given).map(
    ([name, value]) => [name, Array.isArray(value) ? value.at(-1) : value] as const,
  );
  return withoutBlanks(Class, Object.fromEntries(last));
}
