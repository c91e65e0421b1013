import type { AnyOperation, Contract, Family } from '@argus/contracts';
import { dialectOf } from '../dialects/index.js';

/** One path with its operations. */
export interface ResourceBinding {
  readonly path: string;
  readonly family: Family;
  readonly tag: string;
  readonly operations: readonly AnyOperation[];
  /** Methods of the path in the order of `Allow`. */
  readonly allowed: readonly string[];
}

/* Operations of one path may name its parameters differently. */
const shapeOf = (path: string): string => path.replace(/\{\w+\}/g, '{}').replace(/\/$/, '');

/** Groups operations with an HTTP binding by path. Throws if a path belongs to two families. */
export function resourcesOf(contracts: readonly Contract[]): ResourceBinding[] {
  const byShape = new Map<string, { path: string; contract: Contract; operations: AnyOperation[] }>();
  for (const contract of contracts) {
    for (const operation of Object.values(contract.operations)) {
      if (!operation.http) continue;
      const { path } = operation.http;
      const known = byShape.get(shapeOf(path));
      if (known === undefined) byShape.set(shapeOf(path), { path, contract, operations: [operation] });
      else if (known.contract.family === contract.family) known.operations.push(operation);
      else throw new Error(`${path} belongs to ${known.contract.family}, not to ${contract.family}`);
    }
  }
  return [...byShape.values()].map(({ path, contract: { family, tag }, operations }) => ({
    path,
    family,
    tag,
    operations,
    allowed: allowedBy(operations, dialectOf(family).methods),
  }));
}

function allowedBy(operations: readonly AnyOperation[], methods: readonly string[]): string[] {
  const own = new Set<string>(operations.map(({ http }) => http!.method));
  return methods.filter(
    (method) => own.has(method) || method === 'OPTIONS' || (method === 'HEAD' && own.has('GET')),
  );
}

/** Returns a path in the router's notation: `/api/users/:id/` for `/api/users/{id}/`. */
export const routeOf = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');
