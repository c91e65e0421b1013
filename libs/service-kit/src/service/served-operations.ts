import type { AnyOperation, Contract } from '@argus/contracts';
import type { DiscoveryService } from '@nestjs/core';
import { handled } from '../bindings/handles.js';
import type { ServiceDefinition } from '../definition/service-definition.js';
import { StartError } from '../settings/start-error.js';

/** Returns the operations that controllers of the service's modules answer. */
export const servedOperations = (discovery: DiscoveryService): readonly AnyOperation[] =>
  discovery.getControllers().flatMap(({ metatype }) => (metatype ? operationsOf(handled.of(metatype)) : []));

/**
 * Compares what a service answers with what the catalogue promises in its name. Callers would otherwise see a forgotten module as
 * UNAVAILABLE and a forgotten contract as a missing path.
 * @throws StartError which says what to import or export
 */
export function assertServesCatalogue(
  { name, module }: Pick<ServiceDefinition, 'name' | 'module'>,
  served: readonly AnyOperation[],
  catalogue: readonly Contract[],
): void {
  const promised = operationsOf(catalogue);
  const missing = promised.filter(
    (operation) =>
      operation.subject.startsWith(`${name}.`) && !operation.http?.links && !served.includes(operation),
  );
  if (missing.length > 0)
    throw new StartError(
      `${name} does not answer ${subjectsOf(missing)}: import the noun's module in ${module.name}, its controller has @Handles`,
    );
  const unknown = served.filter((operation) => !promised.includes(operation));
  if (unknown.length > 0)
    throw new StartError(
      `${name} answers ${subjectsOf(unknown)}, which no catalogue has: export the contract in its folder's index.ts, ` +
        'and the folder in libs/contracts/src/catalogue.ts',
    );
}

const operationsOf = (contracts: readonly Contract[]): readonly AnyOperation[] =>
  contracts.flatMap(({ operations }) => Object.values(operations));

const subjectsOf = (operations: readonly AnyOperation[]): string =>
  operations.map(({ subject }) => subject).join(', ');
