import type { Type } from '@nestjs/common';
import {
  EXCEPTION_FILTERS_METADATA,
  GUARDS_METADATA,
  INTERCEPTORS_METADATA,
  PIPES_METADATA,
  ROUTE_ARGS_METADATA,
} from '@nestjs/common/constants.js';
import { type DiscoveryService, MetadataScanner } from '@nestjs/core';
import { consumed, followed } from './events.js';
import { periods } from './every.js';
import { handled } from './handles.js';
import { worked } from './works.js';

type Methods = Readonly<Record<string, object>>;
type Provided = ReturnType<DiscoveryService['getProviders']>[number];

const enhancers = [
  [GUARDS_METADATA, '@UseGuards'],
  [INTERCEPTORS_METADATA, '@UseInterceptors'],
  [EXCEPTION_FILTERS_METADATA, '@UseFilters'],
  [PIPES_METADATA, '@UsePipes'],
] as const;

const scanner = new MetadataScanner();

/** Throws for what Nest would silently ignore, or call on an instance without its dependencies. */
export function assertBindable({ constructor }: object, wrapper: Provided): void {
  const type = constructor as Type<unknown>;
  const places = placesOf(type);
  const [first] = places;
  if (first && (wrapper.isTransient || !wrapper.isDependencyTreeStatic()))
    throw new Error(
      `${first.name} has ${first.decorator}, so ${type.name} must be a singleton: it is REQUEST- or TRANSIENT-scoped, or ` +
        'injects what is REQUEST-scoped, and nothing would be injected. Facts of one call come from currentContext()',
    );
  for (const { name, decorator, targets } of places)
    for (const [key, enhancer] of enhancers)
      if (targets.some((target) => Reflect.hasMetadata(key, target)))
        throw new Error(
          `${name} has ${enhancer} beside ${decorator}, where it does nothing: only handlers of @Handles have guards, ` +
            'interceptors, filters and pipes',
        );
  assertPipesRun(type);
}

interface BoundPlace {
  /** The class or its method, as `Clock.turn`. */
  readonly name: string;
  readonly decorator: string;
  /** What may carry metadata of Nest that concerns it. */
  readonly targets: readonly object[];
}

/** Returns what decorators bound outside @Handles. */
function placesOf(type: Type<unknown>): BoundPlace[] {
  const ofClass = worked.of(type).length > 0 ? [worked.decorator] : [];
  const prototype = type.prototype as Methods;
  return [
    ...ofClass.map((decorator) => ({ name: type.name, decorator, targets: [type, prototype.run ?? type] })),
    ...scanner.getAllMethodNames(prototype).flatMap((method) =>
      [consumed, followed, periods]
        .filter((key) => key.of(prototype[method]!).length > 0)
        .map(({ decorator }) => ({
          name: `${type.name}.${method}`,
          decorator,
          targets: [type, prototype[method]!],
        })),
    ),
  ];
}

/* Nest runs pipes on parameters, and a handler without @Payload() has none. */
function assertPipesRun(type: Type<unknown>): void {
  const prototype = type.prototype as Methods;
  for (const method of handled.of(type).flatMap(({ operations }) => Object.keys(operations))) {
    const piped = [type, prototype[method]!].some((target) => Reflect.hasMetadata(PIPES_METADATA, target));
    const parameters = (Reflect.getMetadata(ROUTE_ARGS_METADATA, type, method) ?? {}) as object;
    if (piped && Object.keys(parameters).length === 0)
      throw new Error(`${type.name}.${method} has @UsePipes, which need a parameter with @Payload()`);
  }
}
