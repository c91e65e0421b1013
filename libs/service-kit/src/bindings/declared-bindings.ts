import type { Contract, EventSpec } from '@argus/contracts';
import type { DynamicModule, Type } from '@nestjs/common';
import { MetadataScanner } from '@nestjs/core';
import { consumed, followed } from './events.js';
import { handled } from './handles.js';
import { moduleTree, staticsOf } from './module-tree.js';

/** What a service serves and listens to. */
export interface DeclaredBindings {
  readonly contracts: readonly Contract[];
  readonly consumes: readonly EventSpec<unknown>[];
  readonly follows: readonly EventSpec<unknown>[];
}

/** Reads the decorators below a service's module without starting it. */
export function declaredBindings(service: Type<unknown>): DeclaredBindings {
  const modules = moduleTree(service);
  const controllers = modules.flatMap((module) => classesOf(module, 'controllers'));
  const providers = modules.flatMap((module) => classesOf(module, 'providers'));
  const classes = [...new Set([...controllers, ...providers])];
  return {
    contracts: controllers.flatMap((controller) => handled.of(controller)),
    consumes: classes.flatMap((one) => eventsOf(one, consumed)),
    follows: classes.flatMap((one) => eventsOf(one, followed)),
  };
}

function classesOf(module: unknown, list: 'controllers' | 'providers'): Type<unknown>[] {
  const dynamic = (module as Partial<DynamicModule>)[list] ?? [];
  return [...staticsOf(module, list), ...dynamic].flatMap((one) => {
    const type = (one as { useClass?: unknown }).useClass ?? one;
    return typeof type === 'function' ? [type as Type<unknown>] : [];
  });
}

function eventsOf({ prototype }: Type<unknown>, key: typeof consumed): EventSpec<unknown>[] {
  const methods = prototype as Readonly<Record<string, object>>;
  return new MetadataScanner().getAllMethodNames(methods).flatMap((name) => key.of(methods[name]!));
}
