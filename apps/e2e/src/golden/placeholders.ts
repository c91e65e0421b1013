import { isDeepStrictEqual } from 'node:util';

const placeholder = /<([a-z][a-z0-9 ]*)>/g;
const whole = /^<([a-z][a-z0-9 ]*)>$/;
const patterns: ReadonlyMap<string, string> = new Map([
  ['any', String.raw`[\s\S]*`],
  ['time', String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)?`],
]);

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What the placeholders of a recording stand for. In an answer, `<name>` takes what stands there the first time; afterwards the
 * same must stand there. `<any>` and `<time>` take any value and any time, each time anew.
 */
export class Placeholders {
  private readonly values: Map<string, unknown>;

  constructor(values: Iterable<readonly [string, unknown]>) {
    this.values = new Map(values);
  }

  copy(): Placeholders {
    return new Placeholders(this.values);
  }

  /** Returns the value with its placeholders replaced. Throws for a placeholder that no answer has given. */
  fill<T>(value: T): T {
    return this.filled(value) as T;
  }

  /** Tells whether every placeholder of the text has a value. */
  isKnown(text: string): boolean {
    return [...text.matchAll(placeholder)].every(([, name]) => this.values.has(name!));
  }

  /** Returns the first place where `got` differs from `expected`, with both; undefined if it does not. */
  faultOf(expected: unknown, got: unknown, mayHaveMore: boolean, place = 'body'): string | undefined {
    const fault = `${place}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)?.slice(0, 300)}`;
    if (typeof expected === 'string') return this.takes(expected, got) ? undefined : fault;
    if (Array.isArray(expected)) {
      if (!Array.isArray(got) || got.length !== expected.length) return fault;
      return firstOf(expected, (each, i) => this.faultOf(each, got[i], mayHaveMore, `${place}/${i}`));
    }
    if (!isObject(expected)) return isDeepStrictEqual(expected, got) ? undefined : fault;
    if (!isObject(got)) return fault;
    const fields = Object.entries(expected).map(([name, each]) => [this.fill(name), each] as const);
    const names = new Set(fields.map(([name]) => name));
    const more = Object.keys(got).find((name) => !names.has(name));
    if (more !== undefined && !mayHaveMore)
      return `${place}/${more}: not recorded, got ${JSON.stringify(got[more])}`;
    return firstOf(fields, ([name, each]) =>
      Object.hasOwn(got, name)
        ? this.faultOf(each, got[name], mayHaveMore, `${place}/${name}`)
        : `${place}/${name}: missing`,
    );
  }

  private filled(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((each) => this.filled(each));
    if (isObject(value))
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, this.filled(each)]));
    if (typeof value !== 'string') return value;
    const name = whole.exec(value)?.[1];
    if (name !== undefined) return this.valueOf(name);
    return value.replaceAll(placeholder, (_, part: string) => String(this.valueOf(part)));
  }

  private valueOf(name: string): unknown {
    if (!this.values.has(name)) throw new Error(`<${name}> is not known: no answer has given it`);
    return this.values.get(name);
  }

  private takes(expected: string, got: unknown): boolean {
    const name = whole.exec(expected)?.[1];
    if (name === 'any') return got !== undefined;
    if (name === undefined || patterns.has(name))
      return typeof got === 'string' && this.takesText(expected, got);
    if (this.values.has(name)) return isDeepStrictEqual(this.values.get(name), got);
    this.values.set(name, got);
    return true;
  }

  private takesText(expected: string, got: string): boolean {
    const taken: string[] = [];
    const parts = expected.split(placeholder).map((part, i) => {
      if (i % 2 === 0) return escaped(part);
      const pattern = patterns.get(part);
      if (pattern !== undefined) return pattern;
      if (this.values.has(part)) return escaped(String(this.values.get(part)));
      taken.push(part);
      return String.raw`([\s\S]+?)`;
    });
    const found = new RegExp(`^${parts.join('')}$`).exec(got);
    if (!found) return false;
    for (const [i, name] of taken.entries()) this.values.set(name, found[i + 1]);
    return true;
  }
}

function firstOf<T>(
  all: readonly T[],
  faultOf: (each: T, i: number) => string | undefined,
): string | undefined {
  for (const [i, each] of all.entries()) {
    const fault = faultOf(each, i);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
