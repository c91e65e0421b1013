import type { Issue } from '../errors/issue.js';
import { fieldsOf, listClass, tryParse, UndeclaredNames } from '../fields/index.js';
import type { AnyOperation } from './operation.js';

const namesIn = (Class: new () => unknown, secrets = true): string[] =>
  fieldsOf(Class).flatMap(({ name, options }) => (secrets || !options.secret ? [name] : []));

/**
 * Returns the names that a body may repeat from the answer, so that clients read, change and send back: those of a thing that the
 * operation makes or replaces and then shows, but for secrets: who sends one means it to count. Undefined where the answer is something else.
 */
export function namesOfAnswer({ http, body, reply }: AnyOperation): ReadonlySet<string> | undefined {
  const shows = http?.method === 'PUT' || http?.method === 'PATCH' || http?.status === 201;
  if (!shows || !body || !reply || listClass(body) || listClass(reply)) return undefined;
  const shown = new Set(namesIn(reply, false));
  return namesIn(body, false).every((name) => shown.has(name)) ? shown : undefined;
}

/** Whether a client's body may have only names that are declared. */
export const refusesUndeclared = ({ http, undeclared }: AnyOperation): boolean =>
  http !== undefined && !http.rawBody && !http.stream && undeclared !== 'ignored';

/** Returns what refuses other names in a body; undefined where they are ignored. */
export const undeclaredNamesOf = (operation: AnyOperation): UndeclaredNames | undefined =>
  refusesUndeclared(operation) ? new UndeclaredNames(namesOfAnswer(operation)) : undefined;

/** Returns the issues of names that a body may not have, and no others: for bodies that the service reads. */
export function undeclaredIssues(operation: AnyOperation, sent: unknown): readonly Issue[] {
  const undeclared = undeclaredNamesOf(operation);
  if (!undeclared || !operation.body) return [];
  const { issues } = tryParse(operation.body, sent, { sent: {}, undeclared });
  return issues.filter(({ code }) => code === 'not_taken');
}
