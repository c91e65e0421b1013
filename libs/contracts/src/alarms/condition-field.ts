import type { FieldType } from '../fields/field.js';
import { type Issue, IssueError, type Path, refuse } from '../errors/issue.js';
import { kindOf } from '../fields/parse.js';
import { undeclared } from '../fields/undeclared.js';
import { choice, integer, number } from '../fields/types.js';
import { text } from '../fields/text.js';
import {
  type AtLeast,
  type Band,
  comparisons,
  type Condition,
  conditionBounds,
  MAX_UNIT_LENGTH,
} from './condition.js';

/** State of reading one tree: the signals it may name and the number of nodes so far. */
interface Tree {
  readonly signal: FieldType<string>;
  readonly unitOf: UnitReader;
  nodes: number;
}
/** Returns the unit of a signal that a text means, or the text itself where it means none that is known here. */
export type UnitReader = (signal: string, unit: string) => string;
type Source = Readonly<Record<string, unknown>>;
type Reader = (value: unknown, path: Path, depth: number, tree: Tree) => unknown;

const leaf =
  (type: FieldType<unknown>): Reader =>
  (value, path) =>
    type.read(value, path);
const seconds = leaf(number({ min: 0.001, max: conditionBounds.seconds }));
const measure = leaf(number());
const positive = leaf(number({ min: 0 }));
const signal: Reader = (value, path, _depth, tree) => tree.signal.read(value, path);
const comparison = leaf(choice(...comparisons));
/* Which units a signal has, only the service knows. */
const unit = leaf(text({ maxLength: MAX_UNIT_LENGTH }));

interface Shape {
  readonly required: Readonly<Record<string, Reader>>;
  readonly optional?: Readonly<Record<string, Reader>>;
  /** Checks the fields together. Returns the sentence of a refusal. */
  readonly check?: (node: Condition) => string | undefined;
}

const several: Reader = (value, path, depth, tree) => {
  if (!Array.isArray(value)) return refuse(path, 'not_a_list', { received: kindOf(value) });
  if (value.length === 0) refuse(path, 'too_few_items', { min: 1 });
  if (value.length > conditionBounds.branches)
    refuse(path, 'too_many_items', { max: conditionBounds.branches });
  return gather(value.map((item, index) => () => readNode(item, [...path, index], depth + 1, tree)));
};
const one: Reader = (value, path, depth, tree) => readNode(value, path, depth + 1, tree);

const shapes: Readonly<Record<Condition['type'], Shape>> = {
  compare: { required: { signal, op: comparison, value: measure }, optional: { deadband: positive, unit } },
  band: {
    required: { signal, low: measure, high: measure, is: leaf(choice('inside', 'outside')) },
    optional: { deadband: positive, unit },
    check: (node) => bandProblem(node as Band),
  },
  rate_of_change: {
    required: { signal, op: comparison, per_second: measure, over_s: seconds },
    optional: { deadband: positive, unit },
  },
  stale: { required: { after_s: seconds }, optional: { signal } },
  and: { required: { of: several } },
  or: { required: { of: several } },
  not: { required: { of: one } },
  at_least: {
    required: { count: leaf(integer({ min: 1, max: conditionBounds.branches })), of: several },
    check: (node) =>
      (node as AtLeast).count > (node as AtLeast).of.length
        ? 'count is more than there are conditions.'
        : undefined,
  },
  for: { required: { duration_s: seconds, of: one } },
  repeated: {
    required: { times: leaf(integer({ min: 2, max: conditionBounds.times })), within_s: seconds, of: one },
  },
};

function bandProblem({ low, high, is, deadband = 0 }: Band): string | undefined {
  if (low > high) return 'low must not be above high.';
  return is === 'outside' && low + deadband > high - deadband
    ? 'The deadband leaves no room between low and high; the condition would never end.'
    : undefined;
}

const types = Object.keys(shapes) as Condition['type'][];
const typeField = choice(...types);

/**
 * A tree of conditions from untrusted input: known parts only, bounded in depth and number, rebuilt field by field. `signal`
 * reads the names of signals, `unitOf` their units.
 */
export function condition(
  signal: FieldType<string>,
  unitOf: UnitReader = (_signal, unit) => unit,
): FieldType<Condition> {
  return {
    schema: () => ({
      type: 'object',
      required: ['type'],
      properties: { type: { type: 'string', enum: types } },
      additionalProperties: true,
    }),
    read: (value, path) => readNode(value, path, 1, { signal, unitOf, nodes: 0 }) as Condition,
  };
}

function readNode(value: unknown, path: Path, depth: number, tree: Tree): unknown {
  if (depth > conditionBounds.depth)
    refuse(path, 'invalid', { text: `A condition may be nested at most ${conditionBounds.depth} deep.` });
  if (++tree.nodes > conditionBounds.nodes)
    refuse(path, 'invalid', { text: `A condition may have at most ${conditionBounds.nodes} parts.` });
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse(path, 'not_an_object', { received: kindOf(value) });
  const source = value as Source;
  if (!Object.hasOwn(source, 'type')) refuse([...path, 'type'], 'required');
  const type = typeField.read(source.type, [...path, 'type']);
  return readFields(type, source, path, depth, tree);
}

function readFields(type: Condition['type'], source: Source, path: Path, depth: number, tree: Tree): unknown {
  const { required, optional = {}, check } = shapes[type];
  const unknown = Object.keys(source).find((key) => key !== 'type' && !(key in required || key in optional));
  if (unknown !== undefined)
    // Silently dropping a misspelt deadband would make another rule than its author meant.
    throw new IssueError([
      undeclared(unknown, ['type', ...Object.keys(required), ...Object.keys(optional)], path),
    ]);
  const names = [
    ...Object.keys(required),
    ...Object.keys(optional).filter((name) => Object.hasOwn(source, name)),
  ];
  const fields = gather(
    names.map((name) => () => {
      const given = Object.hasOwn(source, name) ? source[name] : refuse([...path, name], 'required');
      if (given === null) refuse([...path, name], 'null');
      return [name, (required[name] ?? optional[name])!(given, [...path, name], depth, tree)] as const;
    }),
  );
  const node = inItsUnit({ type, ...Object.fromEntries(fields) } as unknown as Condition, tree);
  const text = check?.(node);
  return text === undefined ? node : refuse(path, 'invalid', { text });
}

const inItsUnit = (node: Condition, { unitOf }: Tree): Condition =>
  'unit' in node && node.unit !== undefined ? { ...node, unit: unitOf(node.signal, node.unit) } : node;

/** Returns the results of all reads. Throws one IssueError with the issues of every failed read. */
function gather<T>(reads: readonly (() => T)[]): T[] {
  const issues: Issue[] = [];
  const results: T[] = [];
  for (const read of reads)
    try {
      results.push(read());
    } catch (error) {
      if (!(error instanceof IssueError)) throw error;
      issues.push(...error.issues);
    }
  if (issues.length > 0) throw new IssueError(issues);
  return results;
}
