import type { Type } from './operation.js';

/** A fact that a service publishes. Its subject is `evt.<service>.<noun>-<past tense>.v<n>`. */
export interface EventSpec<T> {
  readonly subject: string;
  readonly payload: Type<T>;
  readonly summary: string;
}

const subjectOfEvent = /^evt\.[a-z-]+\.[a-z-]+\.v\d+$/;
const declaredEvents: EventSpec<unknown>[] = [];

export const isEventSubject = (subject: string): boolean => subjectOfEvent.test(subject);

export function event<T>(spec: EventSpec<T>): EventSpec<T> {
  if (!isEventSubject(spec.subject)) throw new Error(`Bad event subject ${spec.subject}`);
  declaredEvents.push(spec);
  return spec;
}

/** Returns the events among a folder's exports, in the order of declaration. */
export const eventsAmong = (exported: Readonly<Record<string, unknown>>): readonly EventSpec<unknown>[] => {
  const values = new Set(Object.values(exported));
  return declaredEvents.filter((each) => values.has(each));
};
