import {
  type AnyOperation,
  listClass,
  namesOfAnswer,
  referencesOf,
  refusesUndeclared,
} from '@argus/contracts';

type Class = new () => unknown;

/**
 * Returns the classes whose schemas say that there are no other names: those that only stand in bodies that refuse them all. Answers
 * may get more fields, and a body that takes names of its answer has them, too.
 */
export function closedClassesOf(operations: readonly AnyOperation[]): ReadonlySet<Class> {
  const closed = new Set<Class>();
  const open = new Set<Class>();
  for (const operation of operations) {
    const { http, body, reply } = operation;
    const isClosed = refusesUndeclared(operation) && namesOfAnswer(operation) === undefined;
    collect(body, isClosed ? closed : open);
    const { item, json, later } = http?.stream ?? {};
    for (const Class of [reply, item, json, later, http?.rawBody?.item]) collect(Class, open);
  }
  return new Set([...closed].filter((each) => !open.has(each)));
}

function collect(Class: Class | undefined, into: Set<Class>): void {
  if (Class === undefined || into.has(Class)) return;
  if (listClass(Class) === undefined) into.add(Class);
  for (const Referred of referencesOf(Class)) collect(Referred, into);
}
