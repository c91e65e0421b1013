import { DomainError } from '../errors/errors.js';
import { fieldsOf } from './field.js';
import { listClass } from './list-class.js';
import { type Issue, IssueError, type Path, refuse } from '../errors/issue.js';

/** Returns an instance of a declared class and ignores unknown properties. Throws IssueError with every issue. */
export function readObject<T>(Class: new () => T, value: unknown, path: Path): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) {
    refuse(path, 'not_an_object', { received: kindOf(value) });
  }
  const source = value as Record<string, unknown>;
  const instance = new Class();
  const issues: Issue[] = [];
  for (const { name, type, options } of fieldsOf(Class)) {
    const at = [...path, name];
    const given = Object.hasOwn(source, name) ? source[name] : undefined;
    try {
      if (given === undefined && options.requiredUnless !== undefined) {
        if (!Object.hasOwn(source, options.requiredUnless)) refuse(at, 'required');
        continue;
      }
      const read = readField(given, at, type.read, options);
      if (read !== undefined) (instance as Record<string, unknown>)[name] = read;
    } catch (error) {
      if (!(error instanceof IssueError)) throw error;
      issues.push(...error.issues);
    }
  }
  if (issues.length > 0) throw new IssueError(issues);
  return instance;
}

function readField(
  given: unknown,
  path: Path,
  read: (value: unknown, path: Path) => unknown,
  options: { optional?: boolean; nullable?: boolean; default?: unknown },
): unknown {
  if (given === undefined) {
    if ('default' in options) return options.default;
    return options.optional ? undefined : refuse(path, 'required');
  }
  if (given === null) return options.nullable ? null : refuse(path, 'null');
  return read(given, path);
}

/**
 * Returns an operation's input as an instance of its class. Throws DomainError VALIDATION_FAILED with every issue and,
 * for a list, the number of its items.
 */
export function parse<T>(Class: new () => T, value: unknown): T {
  const listed = listClass(Class);
  try {
    return listed ? (listed.type.read(value, []) as T) : readObject(Class, value, []);
  } catch (error) {
    if (!(error instanceof IssueError)) throw error;
    const items = listed && { items: Array.isArray(value) ? value.length : 1 };
    throw new DomainError('VALIDATION_FAILED', { issues: error.issues, ...items });
  }
}

/** Returns query parameters without blank ones that may be absent: an empty form field is no filter. */
export const withoutBlanks = (
  Class: new () => unknown,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  const mayBeAbsent = new Set(
    fieldsOf(Class).flatMap(({ name, options }) => (options.optional || 'default' in options ? [name] : [])),
  );
  const isBlank = (value: unknown): boolean => typeof value === 'string' && value.trim() === '';
  return Object.fromEntries(
    Object.entries(given).filter(([name, value]) => !(mayBeAbsent.has(name) && isBlank(value))),
  );
};

/** Like `parse`, but returns the issues instead of throwing. Returns the value if there is no issue. */
export function tryParse<T>(
  Class: new () => T,
  value: unknown,
): { readonly value: T; readonly issues: readonly [] } | { readonly issues: readonly Issue[] } {
  try {
    return { value: readObject(Class, value, []), issues: [] };
  } catch (error) {
    if (error instanceof IssueError) return { issues: error.issues };
    throw error;
  }
}

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value;
}
