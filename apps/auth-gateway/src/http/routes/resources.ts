import type { AnyOperation, Contract, Family } from '@argus/contracts';
import { dialectOf } from '../dialects/index.js';

/** Everything that is bound to one path. */
export interface ResourceBinding {
  readonly path: string;
  readonly family: Family;
  readonly tag: string;
  readonly operations: readonly AnyOperation[];
  /** Methods of the path as `Allow` names them. */
  readonly allowed: readonly string[];
}

/** Parameters may be called differently by the operations of a path. */
const shapeOf = (path: string): string => path.replace(/\{\w+\}/g, '{}').replace(/\/$/, '');

/** The operations that have an HTTP binding, by path. A path belongs to one family, whatever the method. */
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

/** `/api/users/{id}/` as the router writes it. */
export const routeOf = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');
