import { distance } from 'fastest-levenshtein';
import type { Issue, Path } from '../errors/issue.js';
import { fieldsOf, type NameCheck } from './field.js';

type Class = new () => unknown;

/* Nobody mends more at once, and each costs a search for the name that was meant. */
const MAX_REPORTED = 20;
/* More of a name that a client made up helps nobody. */
export const MAX_NAME_LENGTH = 50;
/* A shorter name is a part of too many others. */
const MIN_PART_LENGTH = 3;
/* One slip of the pen in so many characters. */
const CHARACTERS_PER_SLIP = 4;

/** Refuses names that no class declares, throughout one input, and says which name was probably meant. */
export class UndeclaredNames implements NameCheck {
  private left = MAX_REPORTED;

  /** @param besides are names that the outermost object may have and that are not read. */
  constructor(private readonly besides: ReadonlySet<string> = new Set()) {}

  /** Returns the issues of one object. Beyond the first names of an input, further ones are not named. */
  issuesOf(Class: Class, sent: object, path: Path): Issue[] {
    const names = namesOf(Class);
    const isOutermost = path.every((step) => typeof step === 'number');
    const issues: Issue[] = [];
    for (const name of Object.keys(sent)) {
      if (names.has(name) || (isOutermost && this.besides.has(name))) continue;
      if (this.left === 0) break;
      this.left--;
      issues.push(undeclared(name, [...names], path));
    }
    return issues;
  }
}

const nameSets = new WeakMap<Class, ReadonlySet<string>>();

function namesOf(Class: Class): ReadonlySet<string> {
  let names = nameSets.get(Class);
  if (!names) nameSets.set(Class, (names = new Set(fieldsOf(Class).map(({ name }) => name))));
  return names;
}

/** Returns the issue of a name that an object does not take. */
export function undeclared(name: string, names: readonly string[], path: Path): Issue {
  const shown = name.slice(0, MAX_NAME_LENGTH);
  return { path: [...path, shown], code: 'not_taken', params: { text: sentenceOf(shown, names) } };
}

function sentenceOf(name: string, names: readonly string[]): string {
  const meant = nearestName(name, names);
  if (meant !== undefined) return `${name} is not a field here; did you mean ${meant}?`;
  const fields = names.length > 0 ? `The fields are ${names.join(', ')}.` : 'There are no fields.';
  return `${name} is not a field here. ${fields}`;
}

/** Returns the name that somebody meant who wrote another; undefined if none is near. */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  const plain = plainOf(written);
  const near = names
    .map((name) => ({ name, other: plainOf(name) }))
    .map(({ name, other }) => ({ name, isPart: isPart(plain, other), slips: distance(plain, other) }))
    .filter(({ isPart, slips }) => isPart || slips <= plain.length / CHARACTERS_PER_SLIP)
    .sort((one, other) => one.slips - other.slips);
  return near[0]?.name;
}

/* `timezone`, `timeZone` and `time-zone` are `time_zone`. */
const plainOf = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const isPart = (one: string, other: string): boolean =>
  Math.min(one.length, other.length) >= MIN_PART_LENGTH && (one.includes(other) || other.includes(one));
